/** 83.2 as `1:23`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Seconds with three digits that mean something: `12.3`, `0.0123`. */
export const formatSeconds = (seconds: number): string =>
  seconds >= 100 ? seconds.toFixed(0) : String(Number(seconds.toPrecision(3)));

/** A metric with four digits after the point, more or fewer where its unit makes it small or large: `0.9912`. */
export function formatMetric(value: number | undefined): string {
  if (value === undefined) return '-';
  const size = Math.abs(value);
  return size === 0 || (size >= 0.01 && size < 10) ? value.toFixed(4) : String(Number(value.toPrecision(5)));
}

/** 12345678 bytes as `12.3 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e3) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Breaks a text into lines of at most 80 characters. */
export const wrapText = (text: string): string => text.replace(/(.{1,80})(?: |$)/g, '$1\n').trimEnd();
