import type { ReportData } from '../report-data.js';
import { h } from './dom.js';

/** How the runs were made, and how to make them again. */
export function making({ made }: ReportData): HTMLElement {
  const { command, seeds, threads, commits, environments, from, to } = made;
  const facts: [string, string][] = [
    ['Made', from === to ? from : `${from} to ${to}`],
    ['Machines', environments.join('\n')],
    ['Threads', threads.join(', ')],
    ['Seeds', rangesOf(seeds)],
    ['Commits', commits.join(', ') || 'not known'],
  ];
  return h(
    'section',
    {},
    h('h2', {}, 'How it was made'),
    h('dl', {}, ...facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
    environments.length > 1
      ? h(
          'p',
          { class: 'notice' },
          'Seconds of different machines or versions are never compared with each other, but curves and dots show all of them together.',
        )
      : null,
    command === null ? null : h('p', {}, 'The same again:'),
    command === null ? null : h('pre', { tabindex: 0 }, h('code', {}, command)),
  );
}

/** `1–10, 12`. */
export function rangesOf(ascending: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const value of ascending) {
    const last = ranges.at(-1);
    if (last && value === last[1] + 1) last[1] = value;
    else ranges.push([value, value]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}

const words: readonly (readonly [string, string])[] = [
  [
    'Baseline',
    'Random shuffling: every epoch trains every sample once, in a new random order. All methods are compared with it.',
  ],
  [
    'Target',
    'A value of the metric or of the loss on the validation set. It is reached when two evaluations in a row are there. Each task has an early one, at about a third of the way, and a final one.',
  ],
  ['Seconds', 'Time of training: selection, scoring and steps. Evaluation and set-up are not counted.'],
  ['Epochs', 'Samples trained, over the size of the training set, whichever they were.'],
  [
    'Equivalent epochs',
    'Epochs, and a third of the passes that only scored samples: a forward pass is about a third of the arithmetic of a training step.',
  ],
  [
    'Censored',
    'A run that never reached the target within its budget. It counts with its budget, so its ratio is a bound.',
  ],
  [
    'Ratio',
    "The baseline's cost over the method's, with the same seed: 2 is twice as fast, 0.5 half as fast. Geometric mean over seeds, then over tasks.",
  ],
  [
    'Interval',
    'What 95 % of 10,000 draws of the seeds with replacement gave for the ratio (percentile bootstrap). It is about other seeds, not about other tasks.',
  ],
  [
    'p',
    'How likely a difference at least this large is if there is none (signed-rank test, corrected for the number of methods on the task by Holm).',
  ],
  [
    'Null experiment',
    'The baseline made twice and compared with itself. A difference there would be an error of measurement.',
  ],
  [
    'Performance profile',
    'For every factor, the share of runs in which a method was at most that many times more costly than the best of all methods (Dolan and Moré 2002).',
  ],
];

/** What the words of the report mean. */
export const glossary = (): HTMLElement =>
  h(
    'section',
    {},
    h('h2', {}, 'What the words mean'),
    h('dl', {}, ...words.flatMap(([word, meaning]) => [h('dt', {}, word), h('dd', {}, meaning)])),
  );
