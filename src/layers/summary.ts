import { sizeOf } from '../core/shape.js';
import type { ModelLayer, ModelWeight } from './layer.js';

/** The table that `model.summary()` of Keras prints. */
export function summarize(layers: readonly ModelLayer[]): string {
  const rows = layers.map(({ name, type, outputShape, weights }) => [
    `${name} (${type})`,
    `(${['None', ...outputShape].join(', ')})`,
    count(weights).toLocaleString('en-US'),
  ]);
  const weights = layers.flatMap((layer) => layer.weights);
  const trainable = count(weights.filter((weight) => weight.trainable));
  const total = count(weights);
  const line = (label: string, n: number) =>
    ` ${label}: ${n.toLocaleString('en-US')} (${formatBytes(4 * n)})`;
  return [
    'Model: "sequential"',
    table([['Layer (type)', 'Output Shape', 'Param #'], ...rows]),
    line('Total params', total),
    line('Trainable params', trainable),
    line('Non-trainable params', total - trainable),
  ].join('\n');
}

const count = (weights: readonly ModelWeight[]) => weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/**
 * A table in Keras' frame, the last column to the right. By hand, since cli-table3, which draws the command line's
 * tables, needs modules of Node that bundlers for browsers refuse.
 */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((cells) => cells[i]!.length)));
  const rule = (left: string, fill: string, middle: string, right: string) =>
    left + widths.map((width) => fill.repeat(width + 2)).join(middle) + right;
  const line = (cells: readonly string[], bar: string) => {
    const padded = cells.map((cell, i) =>
      i < cells.length - 1 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!),
    );
    return `${bar} ${padded.join(` ${bar} `)} ${bar}`;
  };
  const [head, ...body] = rows as [readonly string[], ...(readonly string[])[]];
  return [
    rule('┏', '━', '┳', '┓'),
    line(head, '┃'),
    rule('┡', '━', '╇', '┩'),
    body.map((cells) => line(cells, '│')).join(`\n${rule('├', '─', '┼', '┤')}\n`),
    rule('└', '─', '┴', '┘'),
  ].join('\n');
}

function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const power = bytes === 0 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return `${(bytes / 1024 ** power).toFixed(2)} ${units[power]}`;
}
