import type { SelectorFactory } from '../training/index.js';
import { highestLoss } from './highest-loss.js';
import { randomShuffling } from './random-shuffling.js';
import { sequentialOrder } from './sequential-order.js';
import { withReplacement } from './with-replacement.js';

/** A selector as the command line and reports know it. */
export interface SelectorEntry {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** Makes it with its default options. */
  readonly create: () => SelectorFactory;
}

/** All selectors, the baseline first. A new one needs a line here and nothing else. */
export const selectors: readonly SelectorEntry[] = [
  {
    name: 'random-shuffling',
    summary: 'all samples in a new random order every epoch: the baseline',
    create: randomShuffling,
  },
  { name: 'sequential', summary: 'all samples in the order of the data set', create: sequentialOrder },
  {
    name: 'with-replacement',
    summary: 'every sample of a batch drawn from all, with equal chance',
    create: withReplacement,
  },
  {
    name: 'highest-loss',
    summary: 'mostly the samples whose last seen loss is highest, some of the rest',
    create: highestLoss,
  },
];
