import { loadMnist } from 'choosy';
import { interleave } from './measure.js';
import { networks } from './networks.js';
import { compareSpeed, type Row, type RowOptions, type RowResult } from './row.js';
import { choosyName } from './steps.js';
import { withWorkers, WorkerProcess } from './worker-process.js';

const tfjsName = (backend: string) => `model.fit, TensorFlow.js ${backend}`;

/** The same network, batch size and optimizer in TensorFlow.js' own training loop. */
export const tfjsFit: Row = {
  name: 'tfjs-fit',
  summary: "epochs of train() against TensorFlow.js' model.fit",
  async run(options) {
    const { report, quick } = options;
    const mnist = quick ? undefined : await hasMnist(report);
    const results = [
      await compareFit('dense', '150', `Iris, ${networks.dense.title}`, 20, options),
      await compareFit('mlp', mnist ?? (quick ? '2000' : '60000'), networks.mlp.title, 1, options),
    ];
    return {
      comparisons: results.flatMap(({ comparisons }) => comparisons),
      measured: results.flatMap(({ measured }) => measured),
      notes: [
        ...results.flatMap(({ notes = [] }) => notes),
        mnist ? 'MLP: on the 60,000 images of MNIST' : 'MLP: on synthetic images, not MNIST',
      ],
    };
  },
};

async function hasMnist(report: RowOptions['report']): Promise<'mnist' | undefined> {
  try {
    await loadMnist({ onProgress: report });
    return 'mnist';
  } catch {
    return undefined;
  }
}

async function compareFit(
  name: 'dense' | 'mlp',
  samples: string,
  title: string,
  epochs: number,
  { quick, report }: RowOptions,
): Promise<RowResult> {
  const startChoosy = () => WorkerProcess.node(choosyName(1), 'choosy-worker.ts', [name, '1', samples]);
  const startTfjs = (backend: string) => () =>
    WorkerProcess.node(tfjsName(backend), 'tfjs-worker.ts', [backend, name, samples]);

  const firstEpoch = (label: string, start: () => Promise<WorkerProcess>, call: object) => ({
    name: label,
    round: () =>
      withWorkers(
        async () => [await start()],
        async ([worker]) => {
          const answer = await worker!.call<number | { first: number }>({ call: 'firstEpoch', ...call });
          return typeof answer === 'number' ? answer : answer.first;
        },
      ),
  });
  const first = await interleave(
    [
      firstEpoch(choosyName(1), startChoosy, { call: 'epochs', count: 2 }),
      ...['wasm', 'cpu'].map((backend) => firstEpoch(tfjsName(backend), startTfjs(backend), {})),
    ],
    quick ? 1 : name === 'dense' ? 5 : 2,
    (done) => report(`${title}, first epoch, ${done}`),
  );

  const losses: string[] = [];
  const start = async () => [await startChoosy(), await startTfjs('wasm')(), await startTfjs('cpu')()];
  const warm = await withWorkers(start, async (workers) => {
    const racers = [];
    for (const [i, worker] of workers.entries()) {
      report(`${title}, ${worker.name} warms up`);
      if (i > 0) await worker.call({ call: 'firstEpoch' });
      const count = epochs + (i === 0 ? 1 : 0);
      let trained = 1;
      const round = async () => {
        const { others, loss } = await worker.call<{ others: number; loss: number }>({
          call: 'epochs',
          count,
        });
        trained = i === 0 ? count : trained + count;
        losses[i] = `${worker.name}, ${name}: training loss ${loss.toFixed(3)} after ${trained} epochs`;
        return others;
      };
      racers.push({ name: worker.name, round });
    }
    const rounds = name === 'dense' && !quick ? 15 : 3;
    return interleave(racers, rounds, (done) => report(`${title}, warm epochs, ${done}`));
  });

  const compare = (what: string, [choosy, ...others]: typeof warm, faster: boolean) =>
    others.map((other) => compareSpeed(`${title}, ${what}`, choosy!, other, faster ? 1 : undefined));
  return {
    comparisons: [
      ...compare('one epoch, warm', warm, true),
      ...compare('first epoch with set-up', first, false),
    ],
    measured: [
      ...warm.map((one) => ({ ...one, name: `${one.name}, ${name}, epoch` })),
      ...first.map((one) => ({ ...one, name: `${one.name}, ${name}, first epoch` })),
    ],
    notes: losses,
  };
}
