import type { Dataset } from '../../training/dataset.js';
import { splitDataset, type Split } from '../split.js';
import { encodedWidth, encodeTable, fitColumns, type TableEncoding } from './table-encoding.js';
import { tableTarget, type TargetOptions } from './table-target.js';
import type { Table } from './table.js';

/** The three parts of a table, and how they were encoded. */
export interface TableSplit extends Split {
  readonly encoding: TableEncoding;
}

/** The shares of the rows that are held back. */
const fractions = { validation: 0.15, test: 0.15 };

/**
 * Splits a table at random into 70 % to train, 15 % for validation and 15 % to test, each class alike, and encodes
 * each part by what the training part says. Rows without a target are left out.
 *
 * @param seed Any integer; the same seed gives the same split.
 * @throws UsageError, DataError if the target or the other columns are of no use.
 */
export function splitTable(
  table: Table,
  { seed, ...options }: TargetOptions & { readonly seed: number },
): TableSplit {
  const { name, rows, labels, classNames } = tableTarget(table, options);
  // What is split are the rows' indices: how to encode them depends on the split.
  const indices: Dataset = {
    name: table.name,
    sampleShape: [1],
    features: Int32Array.from(rows),
    labels,
    ...(classNames && { classNames }),
  };
  const { train, validation, test } = splitDataset(indices, { fractions, seed });
  const columns = fitColumns(table, name, Uint32Array.from(train.features));
  const encode = (part: Dataset): Dataset => ({
    ...part,
    sampleShape: [encodedWidth(columns)],
    features: encodeTable(table, { columns }, Uint32Array.from(part.features)),
  });
  return {
    train: encode(train),
    validation: encode(validation),
    test: encode(test),
    encoding: { target: name, ...(classNames && { classNames }), columns },
  };
}
