import Table from 'cli-table3';
import { sizeOf } from '../core/shape.js';
import type { ModelLayer, ModelWeight } from './layer.js';

/** Keras' frame: heavy lines around the head, light ones below. */
const frame = {
  top: '━',
  'top-mid': '┳',
  'top-left': '┏',
  'top-right': '┓',
  mid: '─',
  'left-mid': '├',
  'mid-mid': '┼',
  'right-mid': '┤',
  bottom: '─',
  'bottom-mid': '┴',
  'bottom-left': '└',
  'bottom-right': '┘',
  left: '│',
  right: '│',
  middle: '│',
};

const count = (weights: readonly ModelWeight[]) => weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** The table that `model.summary()` of Keras prints. */
export function summarize(layers: readonly ModelLayer[]): string {
  const table = new Table({
    head: ['Layer (type)', 'Output Shape', 'Param #'],
    colAligns: ['left', 'left', 'right'],
    chars: frame,
    style: { head: [], border: [] },
  });
  for (const { name, type, outputShape, weights } of layers) {
    const shape = `(None, ${outputShape.join(', ')})`;
    table.push([`${name} (${type})`, shape, count(weights).toLocaleString('en-US')]);
  }
  const weights = layers.flatMap((layer) => layer.weights);
  const trainable = count(weights.filter((weight) => weight.trainable));
  const total = count(weights);
  const line = (label: string, n: number) =>
    ` ${label}: ${n.toLocaleString('en-US')} (${formatBytes(4 * n)})`;
  return [
    'Model: "sequential"',
    table.toString(),
    line('Total params', total),
    line('Trainable params', trainable),
    line('Non-trainable params', total - trainable),
  ].join('\n');
}

function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const power = bytes === 0 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return `${(bytes / 1024 ** power).toFixed(2)} ${units[power]}`;
}
