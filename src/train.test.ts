import {
  accuracy,
  adam,
  choosy,
  dense,
  iris,
  randomShuffling,
  sequential,
  softmaxCrossEntropy,
  train,
} from 'choosy';
import { expect, it } from 'vitest';

it('trains with choosy if no selector is given', async () => {
  const run = (options: Pick<Parameters<typeof train>[0], 'selector'>) =>
    train({
      ...{ trainingSet: iris(), loss: softmaxCrossEntropy(), metrics: [accuracy()] },
      model: sequential([dense(8, { activation: 'relu' }), dense(3)], { inputShape: [4] }),
      ...{ optimizer: adam({ learningRate: 0.01 }), stop: { epochs: 4 }, seed: 2, ...options },
    });
  const { weights } = await run({});
  expect(weights).toEqual((await run({ selector: choosy() })).weights);
  expect(weights).not.toEqual((await run({ selector: randomShuffling() })).weights);
});
