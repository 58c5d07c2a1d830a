/** Milliseconds above which another process may have had the processor for a while, or most of the time. */
const LONG = 0.1;

/**
 * Times work with pauses in it. A time of over 0.1 ms is that of the processor, where that is less than the clock's, so
 * that what else the machine does counts little; shorter ones are too short for the processor's time, which has microseconds.
 */
export class Stopwatch {
  #clock = 0;
  #processor = 0;

  start(): void {
    this.#processor -= processorTime();
    this.#clock -= performance.now();
  }

  stop(): void {
    this.#clock += performance.now();
    this.#processor += processorTime();
  }

  /** Milliseconds between all starts and stops since the last call. */
  take(): number {
    const [clock, processor] = [this.#clock, this.#processor];
    this.#clock = this.#processor = 0;
    return clock > LONG ? Math.min(clock, processor) : clock;
  }
}

/** Of all threads of the process, in milliseconds. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
