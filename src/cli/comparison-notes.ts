import { type CompareResult, placeOf, type RunRecord } from '../benchmark/index.js';
import { formatP } from './comparison-sections.js';

/** What there is to say about a comparison besides its tables, a sentence or a few each. */
export function comparisonNotes(result: CompareResult, records: readonly RunRecord[]): string[] {
  const { baseline, unpaired } = result;
  return [
    ...nullExperimentNotes(result),
    ...mixtureNotes(records),
    ...(unpaired > 0
      ? [
          `${count(unpaired, 'run')} without a partner: there is no run of ${baseline} of the same seed, environment ` +
            'and commit.',
        ]
      : []),
    `Faster is how many times faster than ${baseline} a method reached the target, in seconds; fewer, in epochs: ` +
      'geometric mean over the seeds that both have, and its 95 % interval (bootstrap). p is that of the signed-rank ' +
      'test, corrected for the number of methods. Won are the seeds in which the method was better, tied and lost. ' +
      'Missed are runs that did not hold the target at two evaluations in a row; they count with their budget, so ' +
      'that the ratio is a bound. Seconds (of training; evaluation is not counted) and epochs are medians over seeds. ' +
      'Scored are passes over the training set forward only, each about a third of an epoch. The score is the mean ' +
      "share, for tau from 1 to 4, of runs within tau times the best method's (AlgoPerf).",
  ];
}

function nullExperimentNotes({ baseline, nullExperiment }: CompareResult): string[] {
  if (!nullExperiment) return [];
  const { tasks, passed, deterministic, furthest } = nullExperiment;
  const outside = tasks.filter(({ seconds: { low, high } }) => low > 1 || high < 1);
  const intervals =
    outside.length === 0
      ? 'every interval holds 1'
      : `the 95 % interval leaves out 1 on ${outside.map(({ task }) => task).join(', ')}`;
  const worst = tasks.reduce((a, b) => (b.p < a.p ? b : a));
  const verdict = passed
    ? 'showed no significant difference'
    : `showed a difference on ${worst.task} (p ${formatP(worst.p).replace(/^(?=[.\d])/, '= ')}), which must not be: do not trust these seconds`;
  const differing = tasks.filter((task) => task.differing > 0);
  const course = deterministic
    ? 'Both runs took the same course to the last bit.'
    : `Training was not deterministic: on ${differing.map(({ task }) => task).join(', ')}, runs with the same seed took another course.`;
  return [
    `Null experiment: ${baseline} against itself ${verdict}; its ratio of seconds is ${furthest.toFixed(3)} where ` +
      `it is furthest from 1, and ${intervals}. ${course}`,
  ];
}

function mixtureNotes(records: readonly RunRecord[]): string[] {
  const environments = new Set(records.map(placeOf)).size;
  const commits = new Set(records.map(({ commit }) => commit)).size;
  const several = [
    ...(environments > 1 ? [`${environments} environments`] : []),
    ...(commits > 1 ? [`${commits} commits`] : []),
  ];
  if (several.length === 0) return [];
  return [
    `The runs are of ${several.join(' and ')}; only runs of the same one are compared, but medians are over all.`,
  ];
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? ' is' : 's are'}`;
