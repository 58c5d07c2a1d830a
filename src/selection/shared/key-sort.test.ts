import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Rng } from '../../core/rng.js';
import { KeySort } from './key-sort.js';

const keys = fc.array(fc.oneof(fc.nat(3), fc.nat(70_000), fc.integer({ min: 0, max: 2 ** 32 - 1 })));

it('sorts as a stable sort that compares does', () => {
  const sorter = new KeySort();
  fc.assert(
    fc.property(keys, fc.nat(), (keyOf, seed) => {
      const samples = new Rng(seed).shuffle(Uint32Array.from(keyOf.keys()));
      const expected = [...samples].sort((a, b) => keyOf[a]! - keyOf[b]!);
      const before = samples.slice();
      const keys = samples.map((sample) => keyOf[sample]!);
      expect([...sorter.sort(samples, keys)]).toEqual(expected);
      expect(samples, 'what is sorted stays as it was').toEqual(before);
    }),
  );
});

it('sorts many samples alike', () => {
  const rng = new Rng(1);
  const keyOf = Float64Array.from({ length: 5000 }, (_, i) =>
    i % 2 ? rng.integer(7) : rng.integer(2 ** 31),
  );
  const samples = rng.shuffle(Uint32Array.from(keyOf.keys()));
  const expected = [...samples].sort((a, b) => keyOf[a]! - keyOf[b]!);
  const keys = samples.map((sample) => keyOf[sample]!);
  expect([...new KeySort().sort(samples, keys)]).toEqual(expected);
});
