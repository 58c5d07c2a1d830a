import { expect, it } from 'vitest';
import { LossMemory } from './loss-memory.js';
import { rescore } from './rescore.js';

it('keeps the losses of all samples, however many', async () => {
  const size = 150_000;
  const memory = new LossMemory(size);
  const lengths: number[] = [];
  const context = {
    ...{ step: 0, epoch: 0, learningRate: 1 },
    score: (samples: Uint32Array) => {
      lengths.push(samples.length);
      const loss = Float32Array.from(samples, (sample) => sample / 2);
      return Promise.resolve({ loss, gradientNorm: loss });
    },
  };
  await rescore(
    Uint32Array.from({ length: size - 1 }, (_, i) => i + 1),
    memory,
    context,
  );
  expect(lengths).toEqual([65_536, 65_536, 18_927]);
  expect([...memory.losses.subarray(0, 3)]).toEqual([NaN, 0.5, 1]);
  expect(memory.losses[size - 1]).toBe((size - 1) / 2);
});
