import Table from 'cli-table3';
import { type Cost, isCost, type Result } from './cost.js';
import { MOST_BYTES, shareAt, tooManyBytes } from './goals.js';

interface TableOptions {
  /** Milliseconds of a training step, which costs are compared with. */
  readonly step: number;
  readonly markdown: boolean;
}

/** Sizes that the table shows, if most selectors were measured at them; otherwise the largest. */
const SHOWN = [60_000, 1_600_000, 100_000_000];

export const formatSize = (size: number): string => size.toLocaleString('en-US');

/** Three digits, with the unit that suits. */
export function formatTime(ms: number): string {
  const [value, unit] = ms < 1 ? [1000 * ms, 'µs'] : ms < 1000 ? [ms, 'ms'] : [ms / 1000, 's'];
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(value < 1 ? 2 : 3)} ${unit}`;
}

/** One line a selector: at each size shown the mean, the 99th percentile and the longest; and memory. */
export function table(results: readonly Result[], { step, markdown }: TableOptions): string {
  const names = [...new Set(results.map(({ selector }) => selector))];
  const shown = SHOWN.filter((of) => results.filter(({ size }) => size === of).length > names.length / 2);
  const sizes = shown.length > 0 ? shown : [results.at(-1)!.size];
  const head = [
    'selector',
    ...sizes.flatMap((size) => [`${formatSize(size)}: mean`, '99 %', 'longest']),
    'bytes a sample',
  ];
  /** What is beyond a goal stands out. */
  const marked = (text: string, beyond: boolean) =>
    beyond ? (markdown ? `**${text}**` : `${text} !`) : text;
  const lines = names.map((name) => {
    const ofSelector = results.filter(({ selector }) => selector === name);
    const { stateBytes } = ofSelector.filter(isCost).at(-1) ?? {};
    return [
      name,
      ...sizes.flatMap((size) => {
        const result = ofSelector.find((of) => of.size === size);
        if (!isCost(result)) return [result ? result.failure : '', '', ''];
        const mean = marked(formatTime(result.mean), result.mean > shareAt(size) * step);
        return [mean, formatTime(result.p99), formatTime(result.longest)];
      }),
      stateBytes === undefined ? '' : marked(formatBytes(stateBytes), tooManyBytes(stateBytes)),
    ];
  });
  if (markdown) {
    const line = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;
    return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n');
  }
  const printed = new Table({ head, style: { head: [], border: [] } });
  printed.push(...lines);
  return printed.toString();
}

const formatBytes = (bytes: number): string => (bytes < 0.05 ? '0' : bytes.toFixed(1));

/** Which selectors miss a goal, in words. */
export function findings(results: readonly Result[], step: number): string[] {
  const costs = results.filter(isCost);
  const sizes = [...new Set(costs.map(({ size }) => size))];
  // Few samples have a large share of what does not grow with them.
  const largest = costs.filter(
    (cost, i) => i === costs.findLastIndex(({ selector }) => selector === cost.selector),
  );
  const list = (of: readonly Cost[], text: (cost: Cost) => string) =>
    of.length > 0 ? of.map((cost) => `${cost.selector} (${text(cost)})`).join(', ') : 'none';
  return [
    `A step of the MNIST CNN takes ${formatTime(step)}.`,
    ...sizes.map((size) => {
      const share = shareAt(size);
      const beyond = costs.filter((cost) => cost.size === size && cost.mean > share * step);
      return `Above ${100 * share} % of it at ${formatSize(size)}: ${list(beyond, ({ mean }) => formatTime(mean))}.`;
    }),
    `More than ${MOST_BYTES} bytes a sample: ` +
      `${list(
        largest.filter(({ stateBytes }) => tooManyBytes(stateBytes)),
        ({ stateBytes }) => formatBytes(stateBytes),
      )}.`,
    ...growth(costs),
  ];
}

/** By how many times costs grow from 10,000 samples to the most, beside the logarithm of the number. */
function growth(costs: readonly Cost[]): string[] {
  const [from, to] = [10_000, 1_600_000];
  const logarithm = Math.log(to) / Math.log(from);
  const grown = costs
    .filter(({ size }) => size === to)
    .flatMap((cost) => {
      const small = costs.find(({ selector, size }) => selector === cost.selector && size === from);
      return small ? [{ ...cost, times: cost.mean / small.mean }] : [];
    })
    .filter(({ times }) => times > logarithm)
    .sort((a, b) => b.times - a.times);
  if (grown.length === 0) return [];
  const list = grown.map(({ selector, times }) => `${selector} (${times.toFixed(1)})`).join(', ');
  return [
    `Mean cost grows by more than log N, ${logarithm.toFixed(2)} times from ${formatSize(from)} to ${formatSize(to)}: ${list}.`,
  ];
}
