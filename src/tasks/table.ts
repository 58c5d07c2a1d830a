import { show } from '../core/check.js';
import { DataError } from '../core/errors.js';
import {
  splitTable,
  type Table,
  type TableEncoding,
  tableTarget,
  type TargetOptions,
} from '../datasets/index.js';
import { dense, rescaling, sequential } from '../layers/index.js';
import { softmaxCrossEntropy, squaredError } from '../losses/index.js';
import { accuracy, meanAbsoluteError, rootMeanSquaredError } from '../metrics/index.js';
import { adam } from '../optimizers/index.js';
import { meanAndDeviation } from './mean-and-deviation.js';
import type { LoadOptions, Task, TaskData, TaskDefaults } from './task.js';

/** The parts of a table, and how to encode other rows alike. */
export interface TableData extends TaskData {
  readonly encoding: TableEncoding;
}

/** A task whose data is a table. */
export interface TableTask extends Task {
  load(options: LoadOptions): Promise<TableData>;
}

/**
 * Learning a column of one's own table from the others, with a feed-forward network: 70 % of the rows are trained
 * on, 15 % are for validation and 15 % for the test.
 *
 * @throws UsageError, DataError if the target is of no use.
 */
export function tableTask({ table, ...options }: { readonly table: Table } & TargetOptions): TableTask {
  const { name, rows, labels, classNames } = tableTarget(table, options);
  const hidden = () => [dense(64, { activation: 'relu' }), dense(64, { activation: 'relu' })];
  const common = {
    name: table.name,
    load: async ({ seed }: LoadOptions) => {
      const { train, validation, test, encoding } = splitTable(table, { ...options, seed });
      return { trainingSet: train, validationSet: validation, testSet: test, encoding };
    },
    defaults: defaultsFor(rows.length),
  };
  if (classNames) {
    return {
      ...common,
      summary: `"${name}", one of ${classNames.length} classes, by the other columns, with a feed-forward network`,
      model: ({ sampleShape }) =>
        sequential([...hidden(), dense(classNames.length)], { inputShape: sampleShape }),
      loss: softmaxCrossEntropy(),
      metrics: [accuracy()],
      optimizer: (learningRate) => adam({ learningRate }),
    };
  }
  const { deviation } = meanAndDeviation(labels);
  checkUnit(name, deviation);
  return {
    ...common,
    summary: `"${name}", a number, by the other columns, with a feed-forward network`,
    model({ sampleShape, labels: trained }) {
      const { mean, deviation: scale } = meanAndDeviation(trained);
      // The network gives standardized values, as it gets standardized features.
      return sequential([...hidden(), dense(1), rescaling(scale, { offset: mean })], {
        inputShape: sampleShape,
      });
    },
    loss: squaredError(),
    metrics: [rootMeanSquaredError(), meanAbsoluteError()],
    // Gradients of an error in the target's unit grow with its variance; so Adam is the same in every unit.
    optimizer: (learningRate) => adam({ learningRate, epsilon: 1e-7 * deviation ** 2 }),
  };
}

/** Refuses what would overflow where the squares of gradients, which are fourth powers of the unit, are added up. */
function checkUnit(name: string, deviation: number): void {
  if (deviation >= 1e-7 && deviation <= 1e8) return;
  const unit = 10 ** Math.round(Math.log10(deviation));
  throw new DataError(
    `The target ${show(name)} has the standard deviation ${deviation.toPrecision(3)}, whose powers 32-bit floats do not ` +
      `hold; divide its values by ${unit}.`,
  );
}

/** Hyper-parameters for a number of rows: some 3,000 steps, within what a table of any size needs. */
function defaultsFor(rows: number): TaskDefaults {
  const trained = rows - 2 * Math.round(0.15 * rows);
  const batchSize = Math.min(trained, trained > 10_000 ? 128 : 32);
  const epochs = Math.max(20, Math.min(100, Math.ceil((3_000 * batchSize) / trained)));
  return { batchSize, learningRate: 0.001, epochs, evaluateEvery: trained };
}
