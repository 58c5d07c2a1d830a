import { fileURLToPath } from 'node:url';
import { accuracy, adam, highestLoss, train, type TrainOptions } from 'choosy';
import { checkpointFile } from 'choosy/storage';
import { noisyToy } from './toy.js';

const { model, dataset, loss } = noisyToy(60);

/** What a process is killed at, and another one goes on with. */
export const killedRun: TrainOptions = {
  ...{ model, trainingSet: dataset, evaluationSet: dataset, loss, metrics: [accuracy()] },
  optimizer: adam(),
  selector: highestLoss(),
  batchSize: 8,
  seed: 4,
  stop: { epochs: 1e6 },
};

// As a program, trains without end, with a checkpoint after every step in the file named by its argument.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await train({
    ...killedRun,
    checkpoint: checkpointFile(process.argv[2]!, { everySeconds: 0 }),
    onStep: ({ step }) => process.stdout.write(`${step}\n`),
  });
}
