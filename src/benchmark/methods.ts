import { UsageError } from '../core/errors.js';
import { type NamedSelector, type SelectorFiles, selectorFromText } from '../selection/index.js';
import type { Task } from '../tasks/index.js';

/** What is compared: a selector, and a learning rate and a batch size that may differ from the task's. */
export interface Method {
  /** As tables and records call it. */
  readonly name: string;
  readonly selector: NamedSelector;
  /** What the task's learning rate is multiplied by. */
  readonly rate: number;
  /** What the task's batch size is multiplied by. */
  readonly batch: number;
  /** Whether the learning rate falls in a straight line to zero over the task's epochs. */
  readonly decays: boolean;
}

/** What every other method is compared with. */
export const baseline = 'random-shuffling';

/** The baseline made once more, which must come out as no different. */
export const nullMethod = `${baseline}, again`;

/**
 * The methods that a comparison on a task has: the baseline, the selectors, and the controls that say whether a gain
 * comes from what is chosen.
 *
 * A selector that keeps a share f of the samples gets two of its own: random subsets of that share (RS2), and random
 * shuffling whose learning rate is divided by f, as KAKURENBO does (Nguyen et al. 2023) since so many steps are left out.
 * One that may halve batches gets random shuffling with batches of half the size.
 *
 * @param texts Of selectors, as `selectorFromText` reads them with the files.
 * @throws UsageError if a text is wrong.
 */
export function methodsOf(task: Task, texts: readonly string[], files?: SelectorFiles): Method[] {
  const plain = (text: string): Method => {
    const selector = selectorFromText(text, files);
    return { name: selector.text, selector, rate: 1, batch: 1, decays: false };
  };
  const base = plain(baseline);
  const given = texts.map(plain);
  const shares = given.flatMap(({ selector: { keptShare } }) =>
    keptShare === undefined ? [] : [Number(keptShare.toPrecision(2))],
  );
  const controls: Method[] = [
    { ...base, name: nullMethod },
    plain('with-replacement'),
    ...shares.flatMap((share) => {
      const rate = Number((1 / share).toPrecision(2));
      return [plain(`random-subsets:share=${share}`), { ...base, name: `${baseline}, rate ×${rate}`, rate }];
    }),
    { ...base, name: `${baseline}, rate → 0`, decays: true },
    ...(given.some(({ selector }) => selector.halvesBatches)
      ? [{ ...base, name: `${baseline}, half batches`, batch: 0.5 }]
      : []),
    ...(task.paddedSequences ? [plain('length-bucketed')] : []),
  ];
  return [...new Map([base, ...given, ...controls].map((method) => [method.name, method])).values()];
}

/** @throws UsageError if nothing but the baseline is left. */
export function requireSelectors(texts: readonly string[]): readonly string[] {
  const others = [...new Set(texts)].filter((text) => text !== baseline);
  if (others.length === 0) {
    throw new UsageError(
      `--selectors has only the baseline, ${baseline}, which is always there; name another one to compare with it.`,
    );
  }
  return others;
}
