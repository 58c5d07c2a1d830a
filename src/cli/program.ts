import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { CompareCommandOptions } from './compare-command.js';
import type { DataCommandOptions } from './data-command.js';
import { listCommand } from './list-command.js';
import type { PlotCommandOptions } from './plot-command.js';
import type { ReportCommandOptions } from './report-command.js';
import { type TrainCommandOptions, trainCommand } from './train-command.js';
import type { WorkerCommandOptions } from './worker-command.js';

/** A parser of an option's number, which answers a wrong one with what it must be. */
const number = (what: string, isRight: (value: number) => boolean) => (text: string) => {
  const value = Number(text);
  if (text.trim() === '' || !isRight(value)) throw new InvalidArgumentError(`It must be ${what}.`);
  return value;
};
const positiveInteger = number('a positive integer', (n) => Number.isInteger(n) && n > 0);
const seed = number('an integer of at least 0', (n) => Number.isInteger(n) && n >= 0);
const positive = number('a positive number', (n) => Number.isFinite(n) && n > 0);
const anyNumber = number('a number', Number.isFinite);

/** How a comparison is printed: one of these, `--markdown`, or as tables. */
const json = () => new Option('--json', 'print the result as JSON').conflicts(['csv', 'markdown']);
const csv = () => new Option('--csv', 'print a row for each task, goal and method').conflicts('markdown');

/** The command line `choosy`. */
export function createProgram(version: string): Command {
  const program = new Command('choosy')
    .description('Trains neural networks on carefully chosen batches.')
    .version(version)
    .showHelpAfterError('(choosy --help shows what there is)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();

  program
    .command('train')
    .summary('train a task with one batch selector, or compare several')
    .description(
      'Trains a network on a task. With several selectors it trains one after the other from the same start, and ' +
        'tells how long each took. Ctrl-C stops after the step under way and keeps a checkpoint for --resume.',
    )
    .option('-t, --task <name>', 'what to train; `choosy list` shows all tasks')
    .option(
      '--csv <file>',
      'train on a table of your own: comma-separated values, column names in the first line',
    )
    .option(
      '--target <column>',
      'the column of the --csv file to learn; text is classes, else it is a number',
    )
    .option('--classification', 'take the numbers of the --target column as classes')
    .addOption(
      new Option(
        '-s, --selector <names...>',
        'how batches are chosen: names of `choosy list`, or files such as ./mine.js; several are compared',
      ).default(['choosy'], 'choosy'),
    )
    .option('--seed <number>', 'fixes splits, initial weights and every random choice', seed, 1)
    .option('--epochs <number>', "stop after so many passes over the data (default: the task's)", positive)
    .option(
      '--until [value]',
      "stop as soon as the metric on the validation set reaches this (without a value: the task's final target)",
      anyNumber,
    )
    .option('--batch-size <number>', "samples in a batch (default: the task's)", positiveInteger)
    .option('--learning-rate <number>', "how far each step goes (default: the task's)", positive)
    .option('--threads <number>', 'threads that a training step may use', positiveInteger, 1)
    .option('--data <folder>', 'where to look for data sets first (or set CHOOSY_DATA_DIR)')
    .option(
      '--checkpoints <folder>',
      'keep checkpoints here, also of finished runs (default: choosy-checkpoints, while running)',
    )
    .option('--resume', 'go on from the checkpoints that an interrupted command left')
    .option('--save <file>', 'save the trained weights (safetensors)')
    .option('--export <file>', 'save the trained model for inference (ONNX)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Examples:
  choosy train --task iris
  choosy train --task mnist --selector random-shuffling choosy --until --threads 2
  choosy train --csv flowers.csv --target species
  choosy train --task mnist --epochs 5 --save mnist.safetensors --export mnist.onnx`,
    )
    .action((options: TrainCommandOptions) => trainCommand(options));

  program
    .command('compare')
    .summary('compare selectors with random shuffling over many seeds')
    .description(
      'Trains tasks with every selector and the same seeds, beside controls, and says how much faster or slower than ' +
        'random shuffling each reaches the early and the final target, and how sure that is. Every run is kept at ' +
        'once; after Ctrl-C the same command makes only what is missing.',
    )
    .requiredOption('-t, --task <names...>', 'what to train, or `all`; `choosy list` shows all tasks')
    .requiredOption(
      '-s, --selectors <names...>',
      'what to compare, also files such as ./mine.js; random-shuffling is always added',
    )
    .option('--seeds <number>', 'runs of each selector on each task', positiveInteger, 10)
    .option(
      '--first-seed <number>',
      'the first of the seeds, which follow each other; 1 to 10 set the targets',
      seed,
      11,
    )
    .option(
      '--epochs <number>',
      "give a run up after so many passes (default: 1.5 times the task's)",
      positive,
    )
    .addOption(
      new Option('--until <end>', 'where runs end: at these targets of metric and loss, or with their epochs')
        .choices(['early', 'final', 'budget'])
        .default('final'),
    )
    .option('--jobs <number>', 'runs at a time', positiveInteger, availableParallelism())
    .option('--threads <number>', 'threads that a training step may use', positiveInteger, 1)
    .option(
      '--queue <url>',
      'have the runs made by workers at this Redis server, redis://localhost, with --jobs and --data of their own',
    )
    .option('--out <folder>', 'where the records of runs are kept', 'choosy-results')
    .option('--resume', 'go on where an earlier command was stopped, as the same command does anyway')
    .option('--data <folder>', 'where to look for data sets first (or set CHOOSY_DATA_DIR)')
    .option('--tensorboard <folder>', 'write the curves of all runs for TensorBoard, too')
    .addOption(json())
    .addOption(csv())
    .option('--markdown', 'print the tables in Markdown')
    .action(async (options: CompareCommandOptions) => {
      const { compareCommand } = await import('./compare-command.js');
      return compareCommand(options);
    });

  program
    .command('report')
    .summary('tell again what came of comparisons, also of several folders')
    .description(
      'Compares the runs that `choosy compare` has kept in some folders, prints tables, and writes report.html. Runs ' +
        'that were made at several commits are compared between them, too.',
    )
    .argument('<folders...>', 'folders of `choosy compare --out`')
    .option('--out <folder>', 'where to write report.html (default: the first folder)')
    .option('--data <folder>', 'where to look for data sets first (or set CHOOSY_DATA_DIR)')
    .option('--tensorboard <folder>', 'write the curves of all runs for TensorBoard, too')
    .addOption(json())
    .addOption(csv())
    .option('--markdown', 'print the tables in Markdown')
    .action(async (folders: string[], options: ReportCommandOptions) => {
      const { reportCommand } = await import('./report-command.js');
      return reportCommand(folders, options);
    });

  program
    .command('worker')
    .summary('make the runs of comparisons on other machines')
    .description(
      'Makes the runs that `choosy compare --queue` puts into the queue of a Redis or Valkey server, with as many other ' +
        'workers as you like. They may come and go; Ctrl-C puts what is under way back into the queue.',
    )
    .requiredOption('--queue <url>', 'the Redis server, such as redis://:password@example.org:6379')
    .option('--jobs <number>', 'runs at a time', positiveInteger, availableParallelism())
    .option('--data <folder>', 'where to look for data sets first (or set CHOOSY_DATA_DIR)')
    .action(async (options: WorkerCommandOptions) => {
      const { workerCommand } = await import('./worker-command.js');
      return workerCommand(options);
    });

  program
    .command('plot')
    .summary("draw a task's data")
    .description(
      "Draws what there is to see of tasks' data, as SVG and PNG files for light and dark background, and prints the " +
        'paths of the files.',
    )
    .argument('<names...>', 'tasks, or `all`; `choosy list` shows them')
    .option('--out <folder>', 'where to make a folder for each task', 'plots')
    .option('--seed <number>', 'fixes splits and every random choice', seed, 1)
    .option('--data <folder>', 'where to look for data sets first (or set CHOOSY_DATA_DIR)')
    .action(async (names: string[], options: PlotCommandOptions) => {
      // Imported only now, since what draws takes long to load.
      const { plotCommand } = await import('./plot-command.js');
      return plotCommand(names, options);
    });

  const data = program
    .command('data')
    .summary('show all data sets, or fetch some')
    .description('Shows all data sets: where each is, its size, its licence, and who publishes it.')
    .option('--data <folder>', 'where to look for data sets first (or set CHOOSY_DATA_DIR)')
    .option('--json', 'print them as JSON')
    .action(async (options: DataCommandOptions) => {
      const { dataCommand } = await import('./data-command.js');
      return dataCommand(options);
    });
  data
    .command('get')
    .summary('fetch data sets')
    .description(
      'Fetches data sets that are not here yet into the cache, and checks those that are. Ctrl-C stops; the same ' +
        'command goes on.',
    )
    .argument('<names...>', 'data sets, or `all`; `choosy data` shows them')
    .action(async (names: string[], _options: unknown, command: Command) => {
      const { dataGetCommand } = await import('./data-get-command.js');
      return dataGetCommand(names, command.optsWithGlobals<DataCommandOptions>());
    });

  program
    .command('list')
    .summary('show all tasks and selectors')
    .description('Shows all tasks and selectors.')
    .option('--json', 'print them as JSON')
    .action(listCommand);

  return program;
}
