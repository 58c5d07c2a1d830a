import { readFileSync } from 'node:fs';
import { Rng } from 'choosy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileKernel } from '../../../kernel.build.js';
import { ascending } from '../../../test/support/play-selector.js';
import { topK } from '../shared/top-k.js';
import { Kernel } from './kernel.js';

const kernelFor = (size: number, seed = 1) =>
  new Kernel({ size, labels: new Int32Array(size), classes: 1, batchSize: 2, rng: new Rng(seed) }, 0);

it('is what its sources are compiled to', async () => {
  const written = readFileSync(new URL('kernel-code.ts', import.meta.url), 'utf8');
  expect(await compileKernel(), 'run `npm run build:kernel`').toBe(written);
});

it('takes the samples with the highest norms, of equal ones the first, and some of the rest', () =>
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(0, 1, 2), fc.float({ min: 0, noNaN: true })), { minLength: 2 }),
      fc.gen(),
      (norms, draw) => {
        const size = norms.length;
        const top = draw(fc.integer, { min: 1, max: size - 1 });
        const length = draw(fc.integer, { min: top, max: size - 1 });
        const kernel = kernelFor(size);
        kernel.gradients.set(norms);
        kernel.orderNeighbours();
        kernel.takeHighest(top, length);
        const highest = topK(kernel.gradients, top);
        const round = [...kernel.round.subarray(0, length)];
        expect(new Set(round).size).toBe(length);
        expect(round).toEqual(ascending(round));
        for (const sample of highest) expect(kernel.weights[sample]).toBe(1);
        const others = round.filter((sample) => !highest.includes(sample));
        expect(others).toHaveLength(length - top);
        const weight = Math.fround((size - top) / (length - top));
        for (const sample of others) expect(kernel.weights[sample]).toBe(weight);
        expect(kernel.weights.filter((each) => each !== 0)).toHaveLength(length);
      },
    ),
  ));

it('works for several runs at a time', () => {
  const [one, other] = [kernelFor(9, 3), kernelFor(7, 4)];
  one.gradients.fill(1);
  other.gradients.fill(2);
  expect([...one.gradients]).toEqual(Array(9).fill(1));
  one.orderNeighbours();
  other.orderNeighbours();
  expect([...one.all]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

it('knows nothing of the run whose memory it takes over', () => {
  const usual = kernelFor(50);
  usual.orderNeighbours();
  const first = kernelFor(300);
  first.gradients.fill(7);
  first.orderNeighbours();
  first.release();
  const second = kernelFor(50);
  expect(second.gradients.buffer).toBe(first.gradients.buffer);
  expect([...second.gradients]).toEqual(Array(50).fill(0));
  second.orderNeighbours();
  expect([...second.all]).toEqual([...usual.all]);
  // The memory is given back once, and so taken over once.
  first.release();
  expect(kernelFor(50).gradients.buffer).not.toBe(first.gradients.buffer);
});

it('says so where samples do not fit into memory', () => {
  const samples = { size: 2 ** 29, labels: new Float32Array(0), batchSize: 2, rng: new Rng(1) };
  expect(() => new Kernel(samples, 0)).toThrow(/no room in memory for 536870912 samples/);
});
