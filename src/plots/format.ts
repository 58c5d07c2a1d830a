/** A number with three digits that mean something, and no exponent: `1,680`, `0.13`. */
export const formatValue = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: Math.abs(value) >= 1000 ? 4 : 3 });

/** 0.0974 as `9.7 %`. */
export const formatPercent = (share: number): string => `${(100 * share).toFixed(1)} %`;
