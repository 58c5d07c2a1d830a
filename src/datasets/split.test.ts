import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError, UsageError } from '../core/errors.js';
import { datasetSize, type Dataset } from '../training/dataset.js';
import { iris } from './iris.js';
import { splitDataset, takeSamples, type Split } from './split.js';

/** A data set in which the features of sample i are i and -i. */
const numbered = (labels: Int32Array | Float32Array, classes?: number): Dataset => ({
  name: 'numbered',
  sampleShape: [2],
  features: Float32Array.from({ length: 2 * labels.length }, (_, i) => (i % 2 === 0 ? i / 2 : -(i - 1) / 2)),
  labels,
  ...(classes === undefined ? {} : { classNames: Array.from({ length: classes }, (_, c) => `class ${c}`) }),
});
const numbers = ({ features }: Dataset): number[] => Array.from(features).filter((_, i) => i % 2 === 0);
const parts = ({ train, validation, test }: Split): Dataset[] => [train, validation, test];

const requests = fc.record({
  labels: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 200 }),
  classification: fc.boolean(),
  validation: fc.nat(45).map((percent) => percent / 100),
  test: fc.nat(45).map((percent) => percent / 100),
  seed: fc.integer(),
});

describe('splitDataset', () => {
  it('puts each sample, whole, into exactly one part, and each class in proportion', () => {
    let splits = 0;
    fc.assert(
      fc.property(requests, ({ labels, classification, validation, test, seed }) => {
        const dataset = classification
          ? numbered(Int32Array.from(labels), 5)
          : numbered(Float32Array.from(labels));
        let split: Split;
        try {
          split = splitDataset(dataset, { fractions: { validation, test }, seed });
        } catch (error) {
          // Only right if a part that should have samples would have none.
          const sizes = [validation, test].map((fraction) => Math.round(fraction * labels.length));
          const isEmpty = (validation > 0 && sizes[0] === 0) || (test > 0 && sizes[1] === 0);
          expect(isEmpty || sizes[0]! + sizes[1]! >= labels.length).toBe(true);
          expect(error).toBeInstanceOf(UsageError);
          return;
        }
        splits++;
        const all = parts(split).flatMap(numbers);
        expect(all.sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
        for (const part of parts(split)) {
          numbers(part).forEach((number, i) => {
            expect(part.features[2 * i + 1]).toBeCloseTo(-number);
            expect(part.labels[i]).toBe(labels[number]);
          });
        }
        expect(Math.abs(datasetSize(split.test) - test * labels.length)).toBeLessThanOrEqual(0.5);
        if (!classification) return;
        for (const [part, bound] of [
          [split.test, 1],
          [split.validation, 2],
        ] as const) {
          for (let c = 0; c < 5; c++) {
            const share = (labels.filter((l) => l === c).length * datasetSize(part)) / labels.length;
            const count = part.labels.filter((l: number) => l === c).length;
            expect(Math.abs(count - share)).toBeLessThanOrEqual(bound);
          }
        }
      }),
      { seed: 1, numRuns: 2000 },
    );
    expect(splits).toBeGreaterThan(500);
  });

  it('tears no group apart', () => {
    const groups = fc.array(fc.integer({ min: -9, max: 60 }), { minLength: 200, maxLength: 200 });
    let splits = 0;
    fc.assert(
      fc.property(requests, groups, ({ labels, classification, validation, test, seed }, allGroups) => {
        const dataset = classification
          ? numbered(Int32Array.from(labels), 5)
          : numbered(Float32Array.from(labels));
        const groups = allGroups.slice(0, labels.length);
        let split: Split;
        try {
          split = splitDataset(dataset, { fractions: { validation, test }, seed, groups });
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          return;
        }
        splits++;
        const all = parts(split).map(numbers);
        expect(all.flat().sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
        const partsOfGroup = new Map<number, Set<number>>();
        all.forEach((indices, part) => {
          for (const index of indices) {
            const group = groups[index]!;
            partsOfGroup.set(group, (partsOfGroup.get(group) ?? new Set()).add(part));
          }
        });
        for (const met of partsOfGroup.values()) expect(met.size).toBe(1);
        expect(all[1]!.length).toBeLessThanOrEqual(Math.round(validation * labels.length));
        expect(all[2]!.length).toBeLessThanOrEqual(Math.round(test * labels.length));
      }),
      { seed: 2, numRuns: 2000 },
    );
    expect(splits).toBeGreaterThan(500);
  });

  it('splits as without groups where each sample is one of its own', () => {
    fc.assert(
      fc.property(requests, ({ labels, validation, test, seed }) => {
        const dataset = numbered(Int32Array.from(labels), 5);
        const split = (groups?: number[]): unknown => {
          try {
            return parts(splitDataset(dataset, { fractions: { validation, test }, seed, groups })).map(
              numbers,
            );
          } catch (error) {
            return (error as Error).message;
          }
        };
        expect(split(labels.map((_, i) => 7 * i - 100))).toEqual(split());
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('still splits as it did when results were first published', () => {
    const split = splitDataset(iris(), { fractions: { validation: 0.15, test: 0.25 }, seed: 3 });
    const hash = createHash('sha256');
    for (const { features, labels } of parts(split)) {
      for (const { buffer } of [features, labels]) hash.update(new Uint8Array(buffer));
    }
    expect(hash.digest('hex')).toBe('1d16f1780e0b273f9ae524f531d6161be3d345c5fc05d50f45fb03a470df976f');
  });

  it('fills its parts though a group does not fit, and says so where none does', () => {
    const dataset = numbered(new Float32Array(20));
    const groups = Array.from({ length: 20 }, (_, i) => Math.max(0, i - 10));
    const options = { fractions: { validation: 0.2, test: 0.2 }, seed: 1 };
    // Nine samples alone, and eleven of one group, which is too large for test and validation.
    expect(parts(splitDataset(dataset, { ...options, groups })).map(datasetSize)).toEqual([12, 4, 4]);
    const split = (): Split => splitDataset(dataset, { ...options, groups: Array<number>(20).fill(1) });
    expect(split).toThrow(UsageError);
    expect(split).toThrow('leaves the validation part without a sample');
  });

  it.each([
    [[1, 2], 'has groups for 2; give one integer a sample'],
    [[1, 0.5, 2], 'The group of sample 1 of a split is 0.5; give an integer'],
    [[1, 1, NaN], 'The group of sample 2 of a split is NaN; give an integer'],
  ])('refuses the groups %o', (groups, message) => {
    const split = (): Split =>
      splitDataset(numbered(new Float32Array(3)), {
        fractions: { validation: 0, test: 0.4 },
        seed: 0,
        groups,
      });
    expect(split).toThrow(UsageError);
    expect(split).toThrow(message);
  });

  it('splits iris evenly by class, into arrays of its own', () => {
    const dataset = iris();
    const split = splitDataset(dataset, { fractions: { validation: 0.2, test: 0.2 }, seed: 7 });
    expect(parts(split).map(datasetSize)).toEqual([90, 30, 30]);
    for (const part of parts(split)) {
      const counts = [0, 1, 2].map((c) => part.labels.filter((l: number) => l === c).length);
      expect(new Set(counts).size).toBe(1);
      expect(part.features.buffer.byteLength).toBe(part.features.byteLength);
      expect(part.features.buffer).not.toBe(dataset.features.buffer);
      expect(part.classNames).toEqual(dataset.classNames);
    }
    expect(parts(split).map(({ name }) => name)).toEqual([
      'iris (train)',
      'iris (validation)',
      'iris (test)',
    ]);
  });

  it('depends on the seed, and on nothing else', () => {
    const dataset = numbered(new Float32Array(100));
    const split = (seed: number): number[] =>
      numbers(splitDataset(dataset, { fractions: { validation: 0, test: 0.5 }, seed }).test);
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
    // Not a slice of the data set, but samples from all over it.
    expect(Math.min(...split(1))).toBeLessThan(20);
    expect(Math.max(...split(1))).toBeGreaterThan(80);
  });

  it('gives an empty part for the fraction 0', () => {
    const split = splitDataset(iris(), { fractions: { validation: 0, test: 0.1 }, seed: 0 });
    expect(parts(split).map(datasetSize)).toEqual([135, 0, 15]);
  });

  it.each([
    [{ validation: -0.1, test: 0.1 }, 'The validation fraction of a split is -0.1'],
    [{ validation: 0.1, test: 1 }, 'The test fraction of a split is 1'],
    [{ validation: NaN, test: 0.1 }, 'The validation fraction of a split is NaN'],
    [{ validation: 0.5, test: 0.5 }, 'leaves nothing to train on'],
    [{ validation: 0.001, test: 0.1 }, 'leaves the validation part without a sample'],
    [{ validation: 0.1, test: 0.001 }, 'leaves the test part without a sample'],
    [{ validation: 0, test: 0.999 }, 'leaves the train part without a sample'],
  ])('refuses the fractions %o', (fractions, message) => {
    const split = (): Split => splitDataset(iris(), { fractions, seed: 0 });
    expect(split).toThrow(UsageError);
    expect(split).toThrow(message);
  });

  it('refuses a seed that is not an integer, and a data set that is not sound', () => {
    const fractions = { validation: 0.1, test: 0.1 };
    expect(() => splitDataset(iris(), { fractions, seed: 0.5 })).toThrow(UsageError);
    expect(() => splitDataset(numbered(new Float32Array(0)), { fractions, seed: 0 })).toThrow(DataError);
    expect(() => splitDataset(numbered(Int32Array.of(0, 7), 2), { fractions, seed: 0 })).toThrow(DataError);
  });
});

describe('takeSamples', () => {
  it('copies samples in the order given, with all of their labels', () => {
    const dataset: Dataset = {
      name: 'pairs',
      sampleShape: [1, 2],
      features: Uint8Array.of(0, 1, 10, 11, 20, 21),
      labels: Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5),
    };
    expect(takeSamples(dataset, [2, 0, 2], 'some')).toEqual({
      name: 'some',
      sampleShape: [1, 2],
      features: Uint8Array.of(20, 21, 0, 1, 20, 21),
      labels: Float32Array.of(2, 2.5, 0, 0.5, 2, 2.5),
    });
    expect(takeSamples(dataset, []).name).toBe('pairs');
    expect(takeSamples(dataset, []).features).toEqual(new Uint8Array(0));
  });

  it.each([[-1], [150], [0.5], [NaN]])('refuses the index %d', (index) => {
    expect(() => takeSamples(iris(), [0, index])).toThrow(UsageError);
    expect(() => takeSamples(iris(), [0, index])).toThrow(
      `"iris" has no sample ${index}; indices are integers`,
    );
  });
});
