import { describe, expect, it } from 'vitest';
import { DataError, UsageError } from '../../core/errors.js';
import type { Cell } from './table-cell.js';
import { readTable } from './table-rows.js';
import { tableTarget, type TargetOptions } from './table-target.js';

const take = async (cells: readonly Cell[], options: Partial<TargetOptions> = {}) =>
  tableTarget(await readTable(cells.map((y, x) => ({ x, y }))), { target: 'y', ...options });
const repeated = (cells: readonly Cell[]): Cell[] => Array.from({ length: 5 }, () => cells).flat();

describe('tableTarget', () => {
  it('takes text as classes, in alphabetical order', async () => {
    expect(await take(repeated(['b', 'a', null]))).toEqual({
      name: 'y',
      rows: Uint32Array.of(0, 1, 3, 4, 6, 7, 9, 10, 12, 13),
      labels: Int32Array.of(1, 0, 1, 0, 1, 0, 1, 0, 1, 0),
      classNames: ['a', 'b'],
    });
  });

  it('takes numbers as numbers, or as classes in their order if asked to', async () => {
    const cells = repeated(['10', 9, 'NaN']);
    const { labels, classNames } = await take(cells);
    expect(labels).toEqual(Float32Array.of(10, 9, 10, 9, 10, 9, 10, 9, 10, 9));
    expect(classNames).toBeUndefined();
    expect(await take(cells, { kind: 'regression' })).toEqual(await take(cells));
    const classes = await take(cells, { kind: 'classification' });
    expect(classes.classNames).toEqual(['9', '10']);
    expect(classes.labels).toEqual(Int32Array.of(1, 0, 1, 0, 1, 0, 1, 0, 1, 0));
  });

  it.each([
    [repeated([1]), {}, DataError, 'has a value in 5 rows of 5; give at least 10 rows with one.'],
    [
      repeated([1, null, null]),
      {},
      DataError,
      'has a value in 5 rows of 15; give at least 10 rows with one.',
    ],
    [
      repeated([3, 3]),
      {},
      DataError,
      'is "3" in all rows, so there is nothing to learn; choose one that varies.',
    ],
    [repeated(['a', 'a']), {}, DataError, 'is "a" in all rows, so there is nothing to learn; choose'],
    [
      [...repeated(['a', 'b']), 'c', 'c', 'd'],
      {},
      DataError,
      'has 2 of 4 classes with fewer than 3 rows, such as "c"; merge or remove them, or choose another target.',
    ],
    [
      [...repeated([1, 2]), 3.5, '4,5'],
      {},
      DataError,
      'has 2 of 4 classes with fewer than 3 rows, such as "4,5";',
    ],
    [
      repeated(['5', 'low', '7']),
      { kind: 'regression' },
      UsageError,
      'is no number in some rows, such as "low", so there is no regression on it; choose classification, or',
    ],
    [repeated([1, 2]), { target: 'z' }, UsageError, 'The table "table" has no column "z"; did you mean "'],
  ] as const)('refuses %j %o', async (cells, options, type, message) => {
    await expect(take(cells, options)).rejects.toThrow(type);
    await expect(take(cells, options)).rejects.toThrow(message);
  });
});
