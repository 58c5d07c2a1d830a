import type { Ratio } from '../../benchmark/index.js';

/** Three digits that mean something, and no exponent: `1,680`, `0.13`. */
export const formatNumber = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: Math.abs(value) >= 1000 ? 4 : 3 });

/** `1.23`: how many times. */
export const formatTimes = (value: number): string => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);

export const formatInterval = ({ low, high }: Ratio): string => `${formatTimes(low)}–${formatTimes(high)}`;

/** `1.23 (1.05–1.44)`. */
export const formatRatio = (ratio: Ratio): string => `${formatTimes(ratio.ratio)} (${formatInterval(ratio)})`;

export const formatP = (p: number): string => (p < 0.001 ? '<0.001' : p.toFixed(3));

/** `0.421` as `42 %`. */
export const formatPercent = (share: number): string => `${formatNumber(100 * share)} %`;

/** `1 run`, `12 runs`. */
export const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** A text of at most so many characters. */
export const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;
