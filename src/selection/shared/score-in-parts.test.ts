import { expect, it } from 'vitest';
import { scoreInParts } from './score-in-parts.js';

it('scores every sample once, not too many at a time', async () => {
  const lengths: number[] = [];
  const score = (samples: Uint32Array) => {
    lengths.push(samples.length);
    const loss = Float32Array.from(samples, (sample) => sample / 2);
    return Promise.resolve({ loss, gradientNorm: loss });
  };
  const losses = new Float32Array(20_000).fill(NaN);
  const samples = Uint32Array.from({ length: 19_999 }, (_, i) => i + 1);
  await scoreInParts(samples, { score }, (part, { loss }) =>
    part.forEach((sample, i) => (losses[sample] = loss[i]!)),
  );
  expect(lengths).toEqual([8192, 8192, 3615]);
  expect(losses).toEqual(Float32Array.from({ length: 20_000 }, (_, i) => (i === 0 ? NaN : i / 2)));
});
