import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const page = new URL('../results.md', import.meta.url);
export const recordsFolder = new URL('../../results/published/', import.meta.url);

export const concentrationFile = new URL('concentration.json', recordsFolder);

/** How unequal the samples of a task are to a network that has just reached the final target by random shuffling. */
export interface Concentration {
  readonly task: string;
  /** Epochs until then. */
  readonly epoch: number;
  /**
   * Of the gradient norms g at the logits, mean(g)² / mean(g²): the share of the samples that would do as much as all, if
   * those had equal norms and the others none.
   */
  readonly effectiveShare: number;
  /** Share of the loss that a tenth of the samples has. */
  readonly topTenthOfLoss: number;
  /** Rank correlation of a sample's loss with its loss an epoch before; absent within the first epoch. */
  readonly persistence?: number;
}

export const readConcentration = (): readonly Concentration[] =>
  JSON.parse(readFileSync(concentrationFile, 'utf8')) as Concentration[];

/** What the page says of the records that it is made of, so that it is seen when they change. */
export const digestOf = (folder: URL): string =>
  createHash('sha256')
    .update(readFileSync(new URL('runs.jsonl', folder)))
    .digest('hex')
    .slice(0, 16);
