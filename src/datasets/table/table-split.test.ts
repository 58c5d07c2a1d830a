import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError, UsageError } from '../../core/errors.js';
import { checkDataset, datasetSize, type Dataset } from '../../training/dataset.js';
import { encodeTable, type TableEncoding } from './table-encoding.js';
import { readTable, type Row } from './table-rows.js';
import { splitTable } from './table-split.js';

type Rows = readonly Row[];
const count = 100;
const repeat = (row: (i: number) => Row, size = count): Rows =>
  Array.from({ length: size }, (_, i) => row(i));
const split = async (rows: Rows, target = 'y') =>
  splitTable(await readTable(rows, { name: 'mine' }), { target, seed: 1 });
const columnsOf = async (rows: Rows) => (await split(rows)).encoding.columns;
/** A target, and a column that is of use. */
const base = (i: number): Row => ({ y: i % 2 ? 'yes' : 'no', x: (i * 7) % 11 });
const features = (dataset: Dataset, sample: number): Float32Array => {
  const [width] = dataset.sampleShape as [number];
  return dataset.features.subarray(sample * width, (sample + 1) * width) as Float32Array;
};

describe('splitTable', () => {
  it('gives 70, 15 and 15 % with the classes in proportion, the same for the same seed', async () => {
    const table = await readTable(repeat((i) => ({ ...base(i), y: i % 5 === 0 ? 'rare' : 'common' })));
    const first = splitTable(table, { target: 'y', seed: 1 });
    expect([first.train, first.validation, first.test].map(datasetSize)).toEqual([70, 15, 15]);
    for (const part of [first.train, first.validation, first.test]) {
      checkDataset(part);
      expect(part.classNames).toEqual(['common', 'rare']);
      const rare = part.labels.filter((label: number) => label === 1).length;
      expect(Math.abs(rare - datasetSize(part) / 5)).toBeLessThan(2);
    }
    expect(splitTable(table, { target: 'y', seed: 1 })).toEqual(first);
    expect(splitTable(table, { target: 'y', seed: 2 }).test.features).not.toEqual(first.test.features);
  });

  it('standardizes numbers by the training part', async () => {
    const { train, encoding } = await split(repeat((i) => ({ ...base(i), x: 1e9 + i * i })));
    expect(train.sampleShape).toEqual([1]);
    const values = Array.from(train.features);
    expect(values.reduce((sum, x) => sum + x, 0) / 70).toBeCloseTo(0, 5);
    expect(values.reduce((sum, x) => sum + x * x, 0) / 70).toBeCloseTo(1, 5);
    expect(encoding).toMatchObject({
      target: 'y',
      classNames: ['no', 'yes'],
      columns: [{ hasMissingFeature: false }],
    });
  });

  it('gives a missing number the median, and says that it was missing', async () => {
    const rows = repeat((i) => ({ ...base(i), x: i % 4 === 0 ? null : [1, 2, 9][i % 3] }));
    const { train, encoding } = await split(rows);
    const [column] = encoding.columns;
    expect(column).toMatchObject({ kind: 'numeric', median: 2, hasMissingFeature: true });
    const { mean, deviation } = column as { mean: number; deviation: number };
    const encoded = encodeTable(await readTable([{ x: null }, { x: 9 }]), encoding);
    expect(encoded).toEqual(Float32Array.of((2 - mean) / deviation, 1, (9 - mean) / deviation, 0));
    expect(train.sampleShape).toEqual([2]);
  });

  it('gives each frequent category a feature, and the last one to others and missing ones', async () => {
    const rows = repeat((i) => ({ y: base(i)['y'], town: ['Rome', 'Bonn', 'Rome', null][i % 4] }));
    const { encoding } = await split(rows);
    expect(encoding.columns).toEqual([{ name: 'town', kind: 'categorical', categories: ['Rome', 'Bonn'] }]);
    const towns = await readTable(['Bonn', 'Oslo', null, 'Rome'].map((town) => ({ town })));
    expect(encodeTable(towns, encoding)).toEqual(Float32Array.of(0, 1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0));
    // Where all are numbers, the column of the new rows is numeric.
    expect(encodeTable(await readTable([{ town: 5 }, { town: null }]), encoding)).toEqual(
      Float32Array.of(0, 0, 1, 0, 0, 1),
    );
  });

  it('keeps the 50 most frequent categories', async () => {
    // Category k stands in 2 k + 1 rows.
    const { encoding, train } = await split(
      repeat((i) => ({ y: base(i)['y'], town: `t${Math.floor(Math.sqrt(i))}` }), 6400),
    );
    const [column] = encoding.columns;
    if (column?.kind !== 'categorical') throw new Error('not encoded');
    const numbers = column.categories.map((town) => Number(town.slice(1)));
    expect(numbers.length).toBe(50);
    expect(Math.min(...numbers)).toBeGreaterThan(20);
    expect(train.sampleShape).toEqual([51]);
  });

  it.each([
    ['empty', () => null],
    ['constant', () => 7],
    ['constant', () => 'same'],
    ['row numbers', (i: number) => i],
    ['row numbers', (i: number) => i + 1],
    ['no frequent value', (i: number) => `name ${i}`],
    ['no frequent value', (i: number) => (i % 3 ? null : `id ${i}`)],
    ['no frequent value', (i: number) => (i < 98 ? null : 'rare')],
  ] as const)('does not use a column that is %s', async (reason, id) => {
    expect((await columnsOf(repeat((i) => ({ ...base(i), id: id(i) }))))[1]).toEqual({
      name: 'id',
      kind: 'unused',
      reason,
    });
  });

  it('uses a column that only varies between a value and none', async () => {
    const columns = await columnsOf(
      repeat((i) => ({ ...base(i), tag: i % 3 ? 'x' : null, deposit: i % 4 ? 0.1 : null })),
    );
    expect(columns.slice(1)).toEqual([
      { name: 'tag', kind: 'categorical', categories: ['x'] },
      { name: 'deposit', kind: 'numeric', median: 0.1, mean: 0.1, deviation: 1, hasMissingFeature: true },
    ]);
  });

  it('fits nothing to rows that are not trained on, and never gives a number that is not finite', async () => {
    const cell = fc.oneof(
      fc.constantFrom(null, 'NA', 'a', 'b', 'c', '1', '01', true, 0, 1e-300, -3.4e38, 3.4e38),
      fc.double({ min: -1e38, max: 1e38, noNaN: true }),
    );
    const number = fc.oneof(
      { weight: 5, arbitrary: fc.double({ min: -9, max: 9, noNaN: true }) },
      fc.constant(null),
    );
    const row = fc.record({ mixed: cell, number, town: fc.constantFrom('Rome', 'Bonn', null) });
    const rows = fc.array(row, { minLength: 12, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(rows, row, fc.nat(9), async (given, other, seed) => {
        const withTarget = given.map((entry, i) => ({ ...entry, base: i % 3, y: i % 2 ? 'yes' : 'no' }));
        const options = { target: 'y', seed };
        const table = await readTable(withTarget);
        const { train, validation, test, encoding } = splitTable(table, options);
        for (const part of [train, validation, test]) {
          checkDataset(part);
          for (let i = 0; i < datasetSize(part); i++) checkOneHot(encoding, features(part, i));
        }
        const trained = await trainedRows(withTarget, seed);
        // Whether a column is numeric is decided for the whole table, so the mixed one stays.
        const changed = withTarget.map((entry, i) =>
          trained.has(i) ? entry : { ...entry, number: other.number, town: other.town },
        );
        const after = splitTable(await readTable(changed), options);
        expect(after.train).toEqual(train);
        expect(after.encoding).toEqual(encoding);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('lets an encoding be saved as JSON', async () => {
    const table = await readTable(
      repeat((i) => ({ ...base(i), town: ['Rome', null, 'Bonn'][i % 3], z: i / 7 })),
    );
    const { encoding } = splitTable(table, { target: 'y', seed: 1 });
    const loaded = JSON.parse(JSON.stringify(encoding)) as TableEncoding;
    expect(loaded).toEqual(encoding);
    expect(encodeTable(table, loaded)).toEqual(encodeTable(table, encoding));
  });

  it.each([
    [
      'a column that is missing',
      { town: 'Rome' },
      UsageError,
      'has no column "x", which it was encoded by; give',
    ],
    [
      'text for numbers',
      { town: 'Rome', x: 'ten' },
      DataError,
      'has "ten" in the column "x", which had only numbers',
    ],
  ])('refuses to encode %s', async (_, row, type, message) => {
    const { encoding } = await split(repeat((i) => ({ ...base(i), town: ['Rome', 'Bonn'][i % 2] })));
    const table = await readTable([row]);
    expect(() => encodeTable(table, encoding)).toThrow(type);
    expect(() => encodeTable(table, encoding)).toThrow(message);
  });

  it('refuses a table with nothing to learn from', async () => {
    await expect(split(repeat((i) => ({ y: i % 3, id: i, same: 1 })))).rejects.toThrow(
      'The table "mine" has nothing to learn "y" from: "id" (row numbers), "same" (constant); give columns',
    );
    await expect(split(repeat((i) => ({ y: i % 3 })))).rejects.toThrow('has nothing to learn "y" from; give');
  });
});

function checkOneHot({ columns }: TableEncoding, sample: Float32Array): void {
  let offset = 0;
  for (const column of columns) {
    if (column.kind === 'numeric') {
      expect(Math.abs(sample[offset]!)).toBeLessThanOrEqual(1e6);
      if (column.hasMissingFeature) expect([0, 1]).toContain(sample[offset + 1]);
      offset += column.hasMissingFeature ? 2 : 1;
    } else if (column.kind === 'categorical') {
      const hot = sample.subarray(offset, offset + column.categories.length + 1);
      expect(hot.every((value) => value === 0 || value === 1)).toBe(true);
      expect(hot.reduce((sum, value) => sum + value, 0)).toBe(1);
      offset += hot.length;
    }
  }
  expect(offset).toBe(sample.length);
}

/** Indices of the rows that are trained on: a table of which the only feature tells them. */
async function trainedRows(rows: Rows, seed: number): Promise<Set<number>> {
  const table = await readTable(rows.map(({ y }, i) => ({ y, twice: 2 * i })));
  const { train, encoding } = splitTable(table, { target: 'y', seed });
  const [twice] = encoding.columns;
  if (twice?.kind !== 'numeric') throw new Error('not encoded');
  return new Set(Array.from(train.features, (x) => Math.round((x * twice.deviation + twice.mean) / 2)));
}
