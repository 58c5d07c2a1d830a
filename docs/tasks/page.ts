import { type Task, tasks } from 'choosy/tasks';
import { reportedSeeds, spaces } from '../../tuning/spaces.js';
import { type Spread, summarize, type Summary } from '../../tuning/summary.js';
import { tolerance } from '../../tuning/targets.js';
import { texts } from './texts.js';

/** The text of docs/tasks.md, as Markdown that is not yet laid out. */
export function tasksPage(): string {
  const summaries = new Map(tasks.map(({ name }) => [name, summarize(name)]));
  const sections = tasks.map((task) => section(task, summaries.get(task.name)));
  return [
    '# The eight tasks',
    '<!-- Written by docs/tasks/make.ts: change that, or its texts, and run `npm run docs:tasks`. -->',
    'Each is a data set, its preprocessing, a network that a practitioner would choose, and hyper-parameters tuned for ' +
      'random shuffling. `choosy train --task NAME` trains it, `choosy plot NAME` draws its data, `choosy data get NAME` ' +
      'fetches the data, and the library has the parts (`choosy/tasks`, `choosy/datasets`).',
    overview(summaries),
    `Median and range over the seeds ${reportedSeeds[0]} to ${reportedSeeds.at(-1)}, which the tuning never saw. Seconds are those of training ` +
      'on one thread of the machine in [performance.md](performance.md): steps, times the lower quartile of the time of a step in the run that was disturbed least. The early target is what the validation metric is after about a third of ' +
      `the training (28 to 38 %), the final target what it settles at (the last fifth): of each the median over the seeds, less a tolerance: the larger of ` +
      `${100 * tolerance} % of the error and half the interquartile range, both of what it settles at. ` +
      'They stand in `src/tasks/baselines.ts` and come from random shuffling alone; the runs are in ' +
      '`results/baseline`, and a test holds the two together.',
    '    npm run tune -- search --task NAME     # the search: results/search\n' +
      '    npm run tune -- baseline --task NAME   # the ten runs: results/baseline\n' +
      '    npm run docs:tasks                     # this page',
    'The search looks at all pairs of a learning rate and a batch size with one seed, then at the best of them with ' +
      'more. It takes the pair whose time to a goal on the validation set is shortest; where others are about as fast ' +
      '(within a third, which a few seeds do not tell apart), the one of these with the lowest ratio of learning rate to ' +
      'batch size, since that settles closer to the optimum. Its seeds (101 and up) are not reported, and it never sees a ' +
      'test set. The optimizer is Adam with a constant learning rate.',
    ...sections,
  ].join('\n\n');
}

const isShare = ({ metrics: [{ name }] }: Task) => name !== 'rootMeanSquaredError';
const formatMetric = (task: Task, value: number) =>
  isShare(task) ? `${(100 * value).toFixed(task.name.endsWith('mnist') ? 2 : 1)} %` : value.toFixed(2);
const formatSpread = (task: Task, { median, lowest, highest }: Spread) =>
  `${formatMetric(task, median)} (${formatMetric(task, lowest)} to ${formatMetric(task, highest)})`;
const formatSeconds = (seconds: number) => String(Number(seconds.toPrecision(2)));
const metricName = (task: Task) => (isShare(task) ? 'accuracy' : 'RMSE in 1,000 $');

function overview(summaries: ReadonlyMap<string, Summary | undefined>): string {
  const head =
    '| task | on the test set | | batch size | learning rate | epochs | seconds | early, final target |';
  const rows = tasks.map((task) => {
    const summary = summaries.get(task.name);
    const { batchSize, learningRate, epochs } = task.defaults;
    const { early, final } = task.targets!;
    return `| ${[
      `[${task.name}](#${texts[task.name]!.title.toLowerCase().replaceAll(' ', '-')})`,
      metricName(task),
      summary ? formatSpread(task, summary.test) : 'not measured yet',
      batchSize,
      learningRate,
      epochs,
      summary ? formatSeconds(summary.seconds) : '',
      `${formatMetric(task, early)}, ${formatMetric(task, final)}`,
    ].join(' | ')} |`;
  });
  return [head, '| --- | --- | --- | --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function section(task: Task, summary: Summary | undefined): string {
  const { name, warning, defaults } = task;
  const { title, data, split, published, pictures } = texts[name]!;
  const { learningRates, batchSizes, goal, seeds } = spaces[name]!;
  const further = Object.entries(summary?.furtherTests ?? {}).map(
    ([set, spread]) => `; on ${set}: ${formatSpread(task, spread)}`,
  );
  return [
    `## ${title}`,
    ...(warning === undefined ? [] : [`**Warning.** ${warning}`]),
    ...pictures.map((picture) => pictureOf(task, picture)),
    [
      `- **Data**: ${data}`,
      `- **Split**: ${split}`,
      `- **Test set**: ${metricName(task)} ${summary ? formatSpread(task, summary.test) : 'not measured yet'}, median and range of ` +
        `${summary?.runs ?? 0} seeds${further.join('')}`,
      `- **Published**: ${published}`,
      `- **Searched**: learning rates ${learningRates.join(', ')} and batch sizes ${batchSizes.join(', ')}, by the time to ` +
        `${isShare(task) ? 'accuracy' : 'RMSE'} ${goal} on the validation set, up to ${seeds.length} seeds; taken: ` +
        `${defaults.learningRate} and ${defaults.batchSize}`,
      `- **Commands**: \`choosy train --task ${name}\`, \`choosy plot ${name}\`, \`npm run tune -- search baseline --task ${name}\``,
    ].join('\n'),
    '```\n' + modelOf(task).summary() + '\n```',
  ].join('\n\n');
}

/** The network does not depend on the samples but for sizes, which stand here so that no data is needed. */
function modelOf(task: Task) {
  const sampleShape = task.name === 'sentiment140' ? [36] : [1];
  return task.model({ name: '', sampleShape, features: new Float32Array(1), labels: new Float32Array(1) });
}

function pictureOf({ name }: Task, picture: string): string {
  const file = (theme: string) => `images/tasks/${name}/${picture}-${theme}.svg`;
  return [
    '<picture>',
    `<source media="(prefers-color-scheme: dark)" srcset="${file('dark')}">`,
    `<img src="${file('light')}" alt="${texts[name]!.title}: ${picture.replaceAll('-', ' ')}" width="760">`,
    '</picture>',
  ].join('\n');
}
