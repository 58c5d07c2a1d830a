import { Command, InvalidArgumentError, Option } from 'commander';
import { listCommand } from './list-command.js';
import { type TrainCommandOptions, trainCommand } from './train-command.js';

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

/** The command line `choosy`. */
export function createProgram(version: string): Command {
  const program = new Command('choosy')
    .description('Trains neural networks on carefully chosen batches.')
    .version(version)
    .showHelpAfterError('(choosy --help shows what there is)')
    .configureHelp({ showGlobalOptions: true });

  program
    .command('train')
    .summary('train a task with one batch selector, or compare several')
    .description(
      'Trains a network on a task. With several selectors it trains one after the other from the same start, and ' +
        'tells how long each took. Ctrl-C stops after the step under way and keeps a checkpoint for --resume.',
    )
    .requiredOption('-t, --task <name>', 'what to train; `choosy list` shows all tasks')
    .addOption(
      new Option('-s, --selector <names...>', 'how batches are chosen; several are compared').default(
        ['random-shuffling'],
        'random-shuffling',
      ),
    )
    .option('--seed <number>', 'fixes splits, initial weights and every random choice', seed, 1)
    .option('--epochs <number>', "stop after so many passes over the data (default: the task's)", positive)
    .option(
      '--target [value]',
      "stop as soon as the task's metric reaches this (without a value: the task's target)",
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
  choosy train --task mnist --selector random-shuffling highest-loss --target --threads 2
  choosy train --task mnist --epochs 5 --save mnist.safetensors --export mnist.onnx`,
    )
    .action((options: TrainCommandOptions) => trainCommand(options));

  program
    .command('list')
    .summary('show all tasks and selectors')
    .description('Shows all tasks and selectors.')
    .option('--json', 'print them as JSON')
    .action(listCommand);

  return program;
}
