/** Where the middle of several measurements lies, and where all but the outer tenths of them lie. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Median, and 10 % and 90 % quantiles, interpolated between neighbours. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const quantile = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)]!;
    return below + (sorted[Math.ceil(place)]! - below) * (place % 1);
  };
  return { median: quantile(0.5), low: quantile(0.1), high: quantile(0.9) };
}

/** Something to be measured: each call does a bit of the work and gives what it took. */
export interface Contestant {
  readonly name: string;
  round(): Promise<number>;
}

/** The same contestant's measurements, one a round. */
export interface Measured {
  readonly name: string;
  readonly values: readonly number[];
}

/**
 * Measures contestants in turns, so that whatever else the machine does hits all alike. Every other round goes
 * backwards, so that none always follows the same other.
 */
export async function interleave(
  contestants: readonly Contestant[],
  rounds: number,
  report: (done: string) => void,
): Promise<Measured[]> {
  const measured = contestants.map(({ name }) => ({ name, values: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    const turns = contestants.map((contestant, i) => ({ contestant, i }));
    if (round % 2 === 1) turns.reverse();
    for (const { contestant, i } of turns) {
      report(`round ${round + 1} of ${rounds}, ${contestant.name}`);
      measured[i]!.values.push(await contestant.round());
    }
  }
  return measured;
}

/** Of several ways to do the same work, the one with the lowest median. */
export function fastest(measured: readonly Measured[]): Measured {
  const medians = measured.map(({ values }) => spread(values).median);
  return measured[medians.indexOf(Math.min(...medians))]!;
}

/** Ratio a / b of each round. */
export const ratios = (a: Measured, b: Measured): number[] =>
  a.values.map((value, round) => value / b.values[round]!);
