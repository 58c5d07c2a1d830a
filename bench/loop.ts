import { interleave } from './measure.js';
import { networks } from './networks.js';
import { compareOverhead, type Row, type RowResult } from './row.js';
import { contestants } from './steps.js';
import { withWorkers, WorkerProcess } from './worker-process.js';

const cases = [
  { name: 'cnn', samples: 6400, epochs: 2, atMost: 5 },
  { name: 'dense', samples: 16_000, epochs: 8, atMost: 30 },
] as const;

/** What train() does around the step: choosing and gathering the batch, feedback to the selector, history. */
export const loop: Row = {
  name: 'loop',
  summary: 'the training loop around the bare step',
  async run({ quick, report }) {
    const results: RowResult[] = [];
    for (const { name, samples, epochs, atMost } of cases) {
      const { title, batchSize } = networks[name];
      const start = async () => [
        await WorkerProcess.node('bare step', 'choosy-worker.ts', [name, '1', `${batchSize}`]),
        await WorkerProcess.node('train()', 'choosy-worker.ts', [name, '1', `${samples}`]),
      ];
      const measured = await withWorkers(start, async ([bare, whole]) => {
        const count = 1 + (quick ? 1 : epochs);
        const [steps] = await contestants([bare!], quick ? 100 : 800);
        const loop = {
          name: whole!.name,
          round: async () =>
            (await whole!.call<{ othersPerStep: number }>({ call: 'epochs', count })).othersPerStep,
        };
        report(`${title}, first run`);
        await loop.round();
        return interleave([steps!, loop], quick ? 5 : 15, (done) => report(`${title}, ${done}`));
      });
      const [bare, whole] = measured;
      results.push({
        comparisons: [compareOverhead(`loop around the step, ${title}`, whole!, bare!, atMost)],
        measured: measured.map(({ name: part, values }) => ({ name: `${part}, ${name}`, values })),
      });
    }
    return {
      comparisons: results.flatMap(({ comparisons }) => comparisons),
      measured: results.flatMap(({ measured }) => measured),
    };
  },
};
