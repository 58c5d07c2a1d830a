import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChoiceTally } from './choice-tally.js';

const dataset = (labels: Int32Array | Float32Array) => ({
  ...{ name: 'toy', sampleShape: [1], labels },
  features: new Float32Array(labels.length),
});

describe('ChoiceTally', () => {
  it('counts visits, first visits, distinct samples and classes in windows', () => {
    const tally = new ChoiceTally(dataset(Int32Array.of(0, 0, 1, 2)));
    tally.add(Uint32Array.of(0, 2), Float32Array.of(1, 3));
    tally.add(Uint32Array.of(0, 0), Float32Array.of(2, 2));
    tally.endWindow();
    tally.endWindow();
    tally.add(Uint32Array.of(1, 0), Float32Array.of(4, 5));
    expect(tally.choices()).toEqual({
      windows: [
        { until: 4, distinct: 2, first: 2, loss: 2, classes: [3, 1, 0] },
        { until: 6, distinct: 2, first: 1, loss: 4.5, classes: [2, 0, 0] },
      ],
      visits: [1, 2, 0, 0, 1],
      most: [
        [0, 4],
        [1, 1],
        [2, 1],
      ],
      counts: [4, 1, 1, 0],
    });
  });

  it('has no classes where labels are values, and no mean of losses that are no numbers', () => {
    const tally = new ChoiceTally(dataset(Float32Array.of(0.5, 7)));
    tally.add(Uint32Array.of(1), Float32Array.of(NaN));
    expect(tally.choices().windows).toEqual([{ until: 1, distinct: 1, first: 1, loss: null, classes: [] }]);
  });

  it('keeps the counts of every sample of small sets only', () => {
    expect(new ChoiceTally(dataset(new Int32Array(2000))).choices().counts).toHaveLength(2000);
    expect(new ChoiceTally(dataset(new Int32Array(2001))).choices().counts).toBeUndefined();
  });

  it('agrees with counting by hand', () => {
    const batches = fc.array(fc.array(fc.nat(39), { minLength: 1, maxLength: 30 }), { maxLength: 20 });
    fc.assert(
      fc.property(batches, (batches) => {
        const tally = new ChoiceTally(dataset(new Int32Array(40)));
        for (const batch of batches) tally.add(Uint32Array.from(batch), new Float32Array(batch.length));
        const { visits, most, counts, windows } = tally.choices();
        const expected = Array.from({ length: 40 }, (_, i) => batches.flat().filter((j) => j === i).length);
        expect(counts).toEqual(expected);
        expect(windows.map(({ until }) => until)).toEqual(batches.length > 0 ? [batches.flat().length] : []);
        const many = visits.length - 1;
        expect(visits).toEqual(
          Array.from({ length: visits.length }, (_, times) =>
            times === 63
              ? expected.filter((count) => count >= 63).length
              : expected.filter((count) => count === times).length,
          ),
        );
        expect(many).toBe(Math.min(63, Math.max(...expected)));
        const ranked = expected
          .map((times, index) => [index, times] as const)
          .filter(([, times]) => times > 0)
          .sort((a, b) => b[1] - a[1] || a[0] - b[0]);
        expect(most).toEqual(ranked.slice(0, 24));
      }),
    );
  });
});
