/** 12345.6 as `12,346`. */
export const formatCount = (n: number): string => Math.round(n).toLocaleString('en-US');
