import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runPool } from './run-pool.js';

const folder = mkdtempSync(join(tmpdir(), 'choosy-pool-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A worker that does as it is told: one order after the other, but those that rest are done last. */
const worker = join(folder, 'worker.mjs');
writeFileSync(
  worker,
  `import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
  import { setTimeout } from 'node:timers/promises';
  process.once('disconnect', () => process.exit());
  process.once('message', async (orders) => {
    const tell = (order, message) => process.send({ order, ...message });
    const resting = [];
    for (const [order, { what, file }] of orders.entries()) {
      tell(order, { progress: 0.5 });
      if (what === 'rest') resting.push(order);
      if (what === 'work') {
        await setTimeout(100);
        tell(order, { result: process.pid });
      }
      if (what === 'refuse') tell(order, { error: 'It cannot be.' });
      if (what === 'throw') throw new Error('a bug');
      if (what === 'kill') process.kill(process.pid, 'SIGKILL');
      if (what === 'throw once' && existsSync(file)) tell(order, { result: process.pid });
      else if (what === 'throw once') { writeFileSync(file, ''); throw new Error('bad luck'); }
      if (what === 'hang') { appendFileSync(file, process.pid + ' '); await setTimeout(100_000); }
    }
    for (const order of resting) tell(order, { result: process.pid });
  });`,
);

interface Order {
  readonly what: string;
  readonly file?: string;
}

async function run(
  groups: readonly (readonly Order[])[],
  { jobs = 2, signal = new AbortController().signal } = {},
) {
  const failures: string[] = [];
  const results: number[] = [];
  const progress: number[] = [];
  const told: string[] = [];
  let [running, most] = [0, 0];
  await runPool<Order, number, number>({
    ...{ groups, jobs, signal },
    pin: true,
    worker: pathToFileURL(worker),
    onStart({ what }) {
      told.push(`${what} begins`);
      most = Math.max(most, ++running);
    },
    onProgress: (_, share) => progress.push(share),
    onPause({ what }) {
      told.push(`${what} pauses`);
      running--;
    },
    async onResult({ what }, result) {
      told.push(`${what} ends`);
      running--;
      results.push(result);
    },
    onFailure(order, why) {
      told.push(`${order.what} fails`);
      running--;
      failures.push(`${order.what}: ${why}`);
    },
  });
  return { failures, results, progress, most, told };
}

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('runPool', () => {
  it('gives every group a process of its own, a few at a time', async () => {
    const work = { what: 'work' };
    const { failures, results, progress, most } = await run([[work, work], [work], [], [work], [work, work]]);
    expect(failures).toEqual([]);
    expect(results).toHaveLength(6);
    expect(new Set(results).size).toBe(4);
    expect(progress).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(most).toBe(2);
  });

  it('goes on when some fail, and tries once more what crashed', async () => {
    const file = join(folder, 'once');
    const group = ['work', 'refuse', 'throw', 'work', 'kill', 'throw once', 'work'];
    const { failures, results } = await run([group.map((what) => ({ what, file }))]);
    expect(failures).toEqual([
      'refuse: It cannot be.',
      'throw: its process ended by exit code 1: Error: a bug',
      'kill: its process ended by signal SIGKILL',
    ]);
    expect(results).toHaveLength(4);
    // After a crash, the next order has a new process; what was refused did no harm to its own.
    expect(new Set(results).size).toBe(3);
  });

  it('tells whose turn it is, and takes results as they come', async () => {
    const file = join(folder, 'turns');
    const group = ['rest', 'work', 'throw once'].map((what) => ({ what, file }));
    const { told, failures, results } = await run([group]);
    expect(failures).toEqual([]);
    expect(results).toHaveLength(3);
    expect(told).toEqual([
      ...['rest begins', 'rest pauses', 'work begins', 'work ends'],
      // It crashes, and in the new process the one that rests is begun again, and not the one that is done.
      ...['throw once begins', 'throw once pauses', 'rest begins', 'rest pauses'],
      ...['throw once begins', 'throw once ends', 'rest begins', 'rest ends'],
    ]);
  });

  it('takes results one after the other, and waits until they are kept', async () => {
    let [keeping, kept] = [0, 0];
    await runPool<Order, number>({
      groups: [['rest', 'rest', 'rest'].map((what) => ({ what }))],
      ...{ pin: false, worker: pathToFileURL(worker), jobs: 1, signal: new AbortController().signal },
      onStart: () => undefined,
      async onResult() {
        expect(++keeping).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 20));
        keeping--;
        kept++;
      },
      onFailure: () => undefined,
    });
    expect(kept).toBe(3);
  });

  it('ends what is under way when it is told so', async () => {
    const file = join(folder, 'hanging');
    const abort = new AbortController();
    const groups = Array.from({ length: 4 }, () => [{ what: 'hang', file }]);
    const running = run(groups, { signal: abort.signal });
    const pids = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').map(Number) : []);
    await expect.poll(() => pids().length, { timeout: 10_000 }).toBe(2);
    abort.abort();
    expect(await running).toMatchObject({ failures: [], results: [] });
    expect(pids().map(isRunning)).toEqual([false, false]);
  });

  it('ends what is under way when a result cannot be kept', async () => {
    const file = join(folder, 'hanging too');
    const pool = runPool<Order, number>({
      groups: [[{ what: 'hang', file }], [{ what: 'work' }]],
      pin: false,
      worker: pathToFileURL(worker),
      jobs: 2,
      signal: new AbortController().signal,
      onStart: () => undefined,
      onResult: () => Promise.reject(new Error('the disk is full')),
      onFailure: () => undefined,
    });
    await expect(pool).rejects.toThrow('the disk is full');
  });
});
