/** What a process that loads data is sent. */
export interface LoadOrder {
  readonly task: string;
  readonly seed: number;
  readonly dataDirectory: string | undefined;
}

/** The program of that process, compiled or not, as this file is. */
export const loadData = new URL(import.meta.url.replace(/load-order(\.[jt]s).*$/, 'load-data$1'));
