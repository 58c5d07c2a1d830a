import { afterEach, describe, expect, it, vi } from 'vitest';
import { fulfilOne } from '../../test/support/fulfil-one.js';
import { iris } from '../tasks/iris.js';
import { fulfil } from './fulfil.js';
import { makeRun, type RunProgress } from './make-run.js';
import { methodsOf } from './methods.js';
import { planRuns } from './plan-runs.js';
import type { RunOrder } from './run-order.js';
import type { WorkerMessage } from './run-pool.js';
import { type RunPlan, type RunRecord, runRecordSchema } from './run-record.js';

const environment = { choosy: '0', node: 'v20', onnxruntime: '1', processor: 'p' };

function plansOf(options: { until?: RunPlan['until']; epochs?: number; seed?: number }): RunPlan[] {
  const { until = 'final', seed = 1, epochs } = options;
  const methods = () => methodsOf(iris, ['highest-loss']);
  return planRuns({ tasks: [iris], methods, seeds: [seed], epochs, until, threads: 1, environment })[0]!;
}

/** All of a record but what the clock says. */
function withoutClock(record: RunRecord) {
  const evaluations = record.evaluations.map(([samples, scored, , ...rest]) => [samples, scored, ...rest]);
  const { samples, steps } = record.cost;
  return { ...record, evaluations, cost: { samples, steps }, started: '', repeats: 0 };
}

describe('makeRun', () => {
  it('gives a record that can be read again, and the same one again but for the clock', async () => {
    const plans = plansOf({});
    const data = await iris.load({ seed: 1 });
    for (const plan of plans) {
      const record = await makeRun(plan, { task: iris, data, commit: 'abc' });
      expect(runRecordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
      const again = await makeRun(plan, { task: iris, data, commit: 'abc' });
      expect(withoutClock(again)).toEqual(withoutClock(record));
      expect(record.repeats).toBeGreaterThan(1);
      expect(record.commit).toBe('abc');
    }
  });

  it('ends when metric and loss have held their targets at two evaluations in a row', async () => {
    const [plan] = plansOf({});
    const { targets, stoppedBy, evaluations } = await fulfilOne({ plan: plan! });
    expect(stoppedBy).toBe('target');
    const held = (i: number) => {
      const pair = evaluations.slice(i - 1, i + 1);
      return {
        metric: pair.length === 2 && pair.every((e) => e[5]! >= targets.metric.final),
        loss: pair.length === 2 && pair.every((e) => e[4]! <= targets.loss.final),
      };
    };
    const all = evaluations.map((_, i) => held(i));
    expect(all.some(({ metric }) => metric)).toBe(true);
    expect(all.some(({ loss }) => loss)).toBe(true);
    const before = all.slice(0, -1);
    expect(before.some(({ metric }) => metric) && before.some(({ loss }) => loss)).toBe(false);
  });

  it('goes on to its budget if it is told so, and then has more evaluations of the same', async () => {
    const [[short], [long]] = [plansOf({}), plansOf({ until: 'budget', epochs: 6 })];
    const [first, second] = [await fulfilOne({ plan: short! }), await fulfilOne({ plan: long! })];
    expect(second.stoppedBy).toBe('epochs');
    const size = second.trainingSetSize;
    expect(second.cost.samples.trained).toBeGreaterThanOrEqual(6 * size);
    expect(second.cost.samples.trained).toBeLessThan(6 * size + second.hyperparameters.batchSize);
    const results = ({ evaluations }: RunRecord) =>
      evaluations.map(([, , , , loss, metric]) => [loss, metric]);
    expect(results(second).slice(0, first.evaluations.length)).toEqual(results(first));
  });

  it('begins all methods of a seed with the same weights and evaluates them at the same numbers of samples', async () => {
    const plans = plansOf({ until: 'budget', epochs: 2 });
    const records: RunRecord[] = [];
    for (const plan of plans) records.push(await fulfilOne({ plan }));
    const { evaluateEvery, batchSize } = plans[0]!.hyperparameters;
    for (const { evaluations } of records) {
      for (const [i, [samples]] of evaluations.entries()) {
        const due = (i + 1) * evaluateEvery;
        // The last one comes at the end of the run, whenever that is.
        if (i + 1 === evaluations.length) continue;
        expect(samples).toBeGreaterThanOrEqual(due);
        expect(samples).toBeLessThan(due + batchSize);
      }
    }
    const of = (name: string) => records.find(({ method }) => method === name)!;
    const again = of('random-shuffling, again');
    expect({ ...withoutClock(again), method: '' }).toEqual({
      ...withoutClock(of('random-shuffling')),
      method: '',
    });
    // The first round of highest-loss is random shuffling.
    expect(of('highest-loss').evaluations[0]!.slice(3)).toEqual(again.evaluations[0]!.slice(3));
  });

  it('lets the learning rate fall to zero over the epochs it is told', async () => {
    const [plan] = plansOf({ until: 'budget', epochs: 8 });
    const decaying = { ...plan!, hyperparameters: { ...plan!.hyperparameters, decayEpochs: 4 } };
    const { evaluations, trainingSetSize } = await fulfilOne({ plan: decaying });
    const late = evaluations.filter(([samples]) => samples > 4.2 * trainingSetSize).map((e) => e[4]);
    expect(late.length).toBeGreaterThan(5);
    expect(new Set(late).size).toBe(1);
    const early = evaluations.slice(0, 5).map((e) => e[4]);
    expect(new Set(early).size).toBe(5);
  });

  it('keeps what a run that diverges had come to', async () => {
    const [plan] = plansOf({ until: 'budget' });
    const wild = { ...plan!, hyperparameters: { ...plan!.hyperparameters, learningRate: 1e30 } };
    const record = await fulfilOne({ plan: wild });
    expect(record.stoppedBy).toBe('diverged');
    expect(record.tests).toEqual([]);
    expect(runRecordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });

  it('tells how far it is', async () => {
    const told: RunProgress[] = [];
    const [plan] = plansOf({ until: 'budget', epochs: 2 });
    await fulfilOne({ plan: plan! }, (progress) => told.push(progress));
    expect(told.at(-1)).toEqual({ epoch: expect.closeTo(2, 0) as number, epochs: 2 });
  });
});

describe('fulfil', () => {
  /** A clock that goes on when it is read, so that more steps take longer, whatever the machine is doing. */
  const readClock = () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 0.1));
  };
  afterEach(() => vi.restoreAllMocks());

  type Message = WorkerMessage<RunRecord, RunProgress>;
  const messagesOf = async (orders: readonly RunOrder[]) => {
    const messages: Message[] = [];
    await fulfil(orders, (message) => messages.push(message));
    return messages;
  };
  /** Orders as they have the word: when one is taken up, and `!` when it is answered. */
  const wordsOf = (messages: readonly Message[]) =>
    messages
      .flatMap((message) => {
        if (!('progress' in message)) return [`${message.order}!`];
        return message.progress.epoch === 0 ? [`${message.order}`] : [];
      })
      .join(' ');

  it('warms all up, and then has short runs take turns, there and back', async () => {
    readClock();
    const orders = plansOf({})
      .slice(0, 3)
      .map((plan) => ({ plan }));
    const messages = await messagesOf(orders);
    const passes = Array.from({ length: 14 }, (_, pass) => (pass % 2 === 0 ? '0 1 2' : '2 1 0'));
    expect(wordsOf(messages)).toBe(['0 1 2', ...passes, '0 0! 1 1! 2 2!'].join(' '));
    const results = messages.flatMap((message) => ('result' in message ? [message.result] : []));
    expect(results.map(({ repeats }) => repeats)).toEqual([15, 15, 15]);
    // Turns leave no trace but in the seconds.
    for (const [i, order] of orders.entries()) {
      expect(withoutClock(results[i]!)).toEqual(withoutClock(await fulfilOne(order)));
    }
  });

  it('answers for a long run at once, while short ones go on', async () => {
    readClock();
    const [short, long] = [plansOf({})[0]!, plansOf({ until: 'budget', epochs: 600 })[0]!];
    const messages = await messagesOf([{ plan: short }, { plan: long }]);
    expect(wordsOf(messages)).toBe(`0 1 0 1 1! ${'0 '.repeat(14)}0!`);
    expect(messages.find((message) => 'result' in message)).toMatchObject({ result: { repeats: 1 } });
  });

  it('knows tasks and selectors by name only, and goes on with the others', async () => {
    const plan = plansOf({ until: 'budget', epochs: 1 })[0]!;
    const changes = [{ task: './mine.js' }, {}, { selector: './mine.js' }];
    const messages = await messagesOf(changes.map((change) => ({ plan: { ...plan, ...change } })));
    const answers = messages.filter((message) => !('progress' in message));
    expect(answers).toEqual([
      { order: 0, error: expect.stringContaining('There is no task "./mine.js" here') as string },
      {
        order: 2,
        error: expect.stringContaining(
          'The selector "./mine.js" is a file, and files are not run here',
        ) as string,
      },
      { order: 1, result: expect.objectContaining({ method: plan.method }) as RunRecord },
    ]);
  });
});
