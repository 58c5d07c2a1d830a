/** 12345.6 as `12,346`. */
export const formatCount = (n: number): string => Math.round(n).toLocaleString('en-US');

/** 83.2 as `1:23`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Seconds with three digits that mean something: `12.3`, `0.0123`. */
export const formatSeconds = (seconds: number): string =>
  seconds >= 100 ? seconds.toFixed(0) : String(Number(seconds.toPrecision(3)));
