/**
 * The time of work, which stands still while graphs are compiled. That is set-up, but comes when a graph is first
 * needed, in the middle of other work.
 */
export class WorkClock {
  #compiling = 0;
  #taken = 0;

  /** Milliseconds since some moment, less those of compiling. */
  now(): number {
    return performance.now() - this.#compiling;
  }

  async compile<T>(work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#compiling += performance.now() - started;
    }
  }

  /** Seconds of compiling since the last call. */
  takeSetup(): number {
    const seconds = (this.#compiling - this.#taken) / 1000;
    this.#taken = this.#compiling;
    return seconds;
  }

  /** Seconds of work since a time that this clock gave. */
  since(time: number): number {
    return (this.now() - time) / 1000;
  }
}
