import { fileURLToPath } from 'node:url';
import { accuracy, adam, highestLoss, train, type TrainOptions } from 'choosy';
import { checkpointFile } from 'choosy/storage';
import { noisyToy, recurrentToy, type Toy } from './toy.js';

const options = ({ model, dataset, loss }: Toy, batchSize: number): TrainOptions => ({
  ...{ model, trainingSet: dataset, evaluationSet: dataset, loss, metrics: [accuracy()] },
  ...{ optimizer: adam(), selector: highestLoss(), batchSize, seed: 4, stop: { epochs: 1e6 } },
});

/** What a process is killed at, and another one goes on with. */
export const killedRuns = {
  noisy: options(noisyToy(60), 8),
  // Small batches, so that many have no long sample and are cut.
  padded: options(recurrentToy(60), 3),
};

// As a program, trains one of them without end, with a checkpoint after every step in a file; arguments: both names.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await train({
    ...killedRuns[process.argv[2] as keyof typeof killedRuns],
    checkpoint: checkpointFile(process.argv[3]!, { everySeconds: 0 }),
    onStep: ({ step }) => process.stdout.write(`${step}\n`),
  });
}
