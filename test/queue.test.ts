import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Queue } from 'bullmq';
import { iris, mnist, type Task } from 'choosy/tasks';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  describeEnvironment,
  methodsOf,
  planRuns,
  type RunPlan,
  type RunRecord,
} from '../src/benchmark/index.js';
import { DataError, UsageError } from '../src/core/errors.js';
import { jobIdOf } from '../src/queue/group-job.js';
import { runOnQueue, type QueueRunOptions, serveQueue } from '../src/queue/index.js';
import { redisProgram, type RedisServer, startRedis } from './support/redis-server.js';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');
const folder = mkdtempSync(join(tmpdir(), 'choosy-queue-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
const environment = describeEnvironment();
const queueName = `choosy-${environment.choosy}`;

/** Starts a command of `choosy` in an empty folder. */
function start(args: string) {
  const command = ['--import', tsx, '--conditions=choosy-source', main, ...args.split(' ')];
  const child = spawn(process.execPath, command, { cwd: folder });
  children.push(child);
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  child.stdout.resume();
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    code,
    said: () => said,
    /** The runs that a worker has made, such as `iris/highest-loss/1`. */
    made: () => [...said.matchAll(/^The run (.+) is made\.$/gm)].map(([, run]) => run!),
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  };
}
type Started = ReturnType<typeof start>;

const nameOf = ({ task, method, seed }: RunPlan) => `${task}/${method}/${seed}`;
const groupsOf = (seeds: readonly number[], task: Task = iris) =>
  planRuns({
    ...{ tasks: [task], seeds, epochs: 3, until: 'budget', threads: 1, environment },
    methods: (task) => methodsOf(task, ['highest-loss']).slice(0, 2),
  });

/** Has groups made, and keeps what is told of it. */
function compare(options: Pick<QueueRunOptions, 'url' | 'groups' | 'patience'>) {
  const abort = new AbortController();
  const records: RunRecord[] = [];
  const failures: string[] = [];
  const begun: string[] = [];
  let said = '';
  const outcome = runOnQueue({
    ...options,
    say: (message) => (said += `${message}\n`),
    onStart: (plan) => begun.push(nameOf(plan)),
    onProgress: () => undefined,
    onPause: () => undefined,
    onResult: async (_, record) => void records.push(record),
    onFailure: (plan, why) => failures.push(`${nameOf(plan)}: ${why}`),
    onWorkers: () => undefined,
    signal: abort.signal,
  });
  return { outcome, records, failures, begun, said: () => said, stop: () => abort.abort() };
}

const patient = { timeout: 60_000 };

const server = redisProgram ?? 'skipped: no redis-server here';

describe.skipIf(redisProgram === undefined)(`a queue (${server})`, () => {
  let redis: RedisServer;
  let workers: Started[];
  beforeAll(async () => {
    redis = await startRedis();
    workers = Array.from({ length: 3 }, () => start(`worker --queue ${redis.url} --jobs 1`));
    const areReady = () => workers.every((worker) => worker.said().includes('Waiting for runs'));
    await vi.waitUntil(areReady, { timeout: 60_000 });
  });
  afterAll(async () => {
    await redis.kill();
  });

  it('runs no code that a stranger puts in', async () => {
    const queue = new Queue(queueName, { connection: { url: redis.url } });
    const mark = join(folder, 'mark');
    const module = join(folder, 'evil.mjs');
    writeFileSync(
      module,
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(mark)}, '');`,
    );
    const [[plan]] = groupsOf([1]) as [[RunPlan]];
    const of = (changes: object) => ({ plans: [{ ...plan, ...changes }], records: [] });
    const bad: [unknown, string][] = [
      [null, 'no job'],
      [module, 'no job'],
      [of({ selector: module }), 'is a file, and files are not run here'],
      [of({ selector: `file://${module}` }), 'is a file, and files are not run here'],
      [of({ task: module }), 'There is no task'],
      [of({ task: '__proto__' }), 'There is no task'],
      [of({ module }), 'fields that none has'],
      [{ ...of({}), module }, 'fields that none has'],
      [of({ hyperparameters: { ...plan.hyperparameters, module } }), 'fields that none has'],
      [JSON.parse(`{"__proto__": {"evil": 1}, ${JSON.stringify(of({})).slice(1)}`), 'fields that none has'],
      [of({ method: 'steers\u001b[2Ja terminal' }), 'names are none'],
      [of({ environment: { ...environment, choosy: '0.0.1' } }), 'for version 0.0.1'],
      [of({ threads: 1e6 }), '1000000 threads'],
      [of({ hyperparameters: { ...plan.hyperparameters, epochs: 1e9 } }), '1000000000 epochs'],
    ];
    const jobs = await queue.addBulk(
      bad.map(([data], i) => ({ name: 'evil', data, opts: { jobId: `evil-${i}`, attempts: 5 } })),
    );
    await expect.poll(() => queue.getFailedCount(), patient).toBe(bad.length);
    const failed = await Promise.all(jobs.map(({ id }) => queue.getJob(id!)));
    bad.forEach(([, why], i) => expect(failed[i]!.failedReason).toContain(why));
    expect(failed.map((job) => job!.attemptsMade)).toEqual(bad.map(() => 1));
    expect(existsSync(mark)).toBe(false);
    expect(workers.flatMap((worker) => worker.made())).toEqual([]);
    await queue.obliterate();
    await queue.close();
  });

  it('tells why workers refuse a group, and has it made the next time', async () => {
    const [group] = groupsOf([1]) as [RunPlan[]];
    const greedy = group.map((plan) => ({ ...plan, threads: 1e6 }));
    const refused = compare({ url: redis.url, groups: [greedy] });
    await refused.outcome;
    expect(refused.records).toEqual([]);
    expect(refused.failures).toEqual(
      greedy.map(
        (plan) => expect.stringContaining(`${nameOf(plan)}: The job asks for 1000000 threads; `) as string,
      ),
    );
    // What failed while nobody was there to be told.
    const queue = new Queue(queueName, { connection: { url: redis.url } });
    await queue.add('spoilt', 'nothing', { jobId: jobIdOf(group) });
    await expect.poll(() => queue.getFailedCount(), patient).toBe(1);
    await queue.close();
    const { outcome, records, failures } = compare({ url: redis.url, groups: [group] });
    await outcome;
    expect(failures).toEqual([]);
    expect(records.map(nameOf).sort()).toEqual(group.map(nameOf).sort());
  }, 60_000);

  it('loses no run and makes none twice when workers are killed and leave', async () => {
    const before = new Map(workers.map((worker) => [worker, worker.made().length]));
    const madeNow = (worker: Started) => worker.made().slice(before.get(worker));
    // Short runs take turns, and all are made in the last ones, which must not be over in no time.
    const length = '--until budget --epochs 60';
    const args = `compare --task iris --selectors sequential --seeds 3 ${length} --queue ${redis.url}`;
    const coordinator = start(args);
    // Groups have five runs each.
    const inMidRun = async () => {
      const running = () => workers.find((worker) => madeNow(worker).length % 5 > 0);
      await expect.poll(running, patient).toBeDefined();
      const found = running()!;
      workers.splice(workers.indexOf(found), 1);
      return found;
    };
    const killed = await inMidRun();
    killed.kill('SIGKILL');
    const leaving = await inMidRun();
    leaving.kill('SIGINT');
    expect(await leaving.code).toBe(130);
    expect(leaving.said()).toContain('Stopped. What was under way goes back to the queue.');
    expect(await coordinator.code).toBe(0);
    expect(coordinator.said()).not.toContain('failed');

    const lines = readFileSync(join(folder, 'choosy-results', 'runs.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const runs = lines.map((line) => nameOf(JSON.parse(line) as RunRecord));
    expect(runs).toHaveLength(15);
    expect(new Set(runs).size).toBe(15);
    const made = [...workers, killed, leaving].flatMap(madeNow);
    expect(new Set(made).size).toBe(made.length);
    const again = start(args);
    expect(await again.code).toBe(0);
    expect(again.said()).toContain('15 of 15 runs are in choosy-results');
  }, 120_000);

  it('keeps the results for a comparison that was ended, and shares groups', async () => {
    const [a, b] = groupsOf([11, 12]) as [RunPlan[], RunPlan[]];
    const queue = new Queue(queueName, { connection: { url: redis.url } });
    const ended = compare({ url: redis.url, groups: [a, b] });
    await expect.poll(() => ended.begun.length, patient).toBeGreaterThan(0);
    ended.stop();
    await ended.outcome;
    expect(await queue.getWaitingCount()).toBe(0);
    await expect.poll(() => queue.getCompletedCount(), patient).toBe(1);
    const since = new Date().toISOString();
    const both = compare({ url: redis.url, groups: [a, b] });
    const other = compare({ url: redis.url, groups: [b] });
    await Promise.all([both.outcome, other.outcome]);
    const isOld = ({ started }: RunRecord) => started < since;
    expect(both.records.map(nameOf).sort()).toEqual([...a, ...b].map(nameOf).sort());
    expect(both.records.filter(isOld).map(nameOf).sort()).toEqual(a.map(nameOf).sort());
    expect(both.records).toEqual(expect.arrayContaining(other.records));
    expect(other.records.map(nameOf).sort()).toEqual(b.map(nameOf).sort());
    // What is taken is gone, so that the next comparison measures anew.
    expect(await queue.getCompletedCount()).toBe(0);
    await queue.close();
  }, 60_000);

  it('goes on when Redis comes back without memory', async () => {
    const groups = groupsOf([21, 22]);
    const { outcome, records, failures, said } = compare({ url: redis.url, groups });
    await expect.poll(() => records.length, patient).toBe(2);
    await redis.kill();
    await expect.poll(said, patient).toContain('is lost; trying again for 60 s.');
    redis = await startRedis(redis.port);
    await outcome;
    expect(said()).toContain('is back.');
    expect(failures).toEqual([]);
    expect(records.map(nameOf).sort()).toEqual(groups.flat().map(nameOf).sort());
  }, 60_000);

  it('has workers that leave a group to others when they lack its data', async () => {
    const own = await startRedis();
    onTestFinished(own.kill);
    const queue = new Queue(queueName, { connection: { url: own.url } });
    const { outcome, failures, stop } = compare({ url: own.url, groups: groupsOf([41], mnist) });
    const worker = start(`worker --queue ${own.url} --jobs 1 --data ${join(folder, 'none')}`);
    expect(await worker.code).toBe(1);
    expect(worker.said()).toContain('This worker cannot load mnist: The data directory ');
    expect(await queue.getWaitingCount()).toBe(1);
    await queue.close();
    stop();
    await outcome;
    expect(failures).toEqual([]);
  }, 60_000);

  it('ends with a sentence when Redis does not come back, and keeps what it has', async () => {
    const groups = groupsOf([31, 32]);
    const { outcome, records, failures } = compare({ url: redis.url, groups, patience: 1 });
    const ended = expect(outcome).rejects.toThrow(lostFor1s(redis.url));
    await expect.poll(() => records.length, patient).toBe(2);
    await redis.kill();
    await ended;
    expect(records.map(nameOf).sort()).toEqual(groups[0]!.map(nameOf).sort());
    expect(failures).toEqual([]);
  }, 60_000);

  it('has workers that end with a sentence, too', async () => {
    const lost = await startRedis();
    onTestFinished(lost.kill);
    let said = '';
    const serving = serveQueue({
      ...{ url: lost.url, jobs: 1, patience: 1, signal: new AbortController().signal },
      say: (message) => (said += message),
      onResult: () => undefined,
      onFailure: () => undefined,
    });
    const ended = expect(serving).rejects.toThrow(lostFor1s(lost.url));
    await expect.poll(() => said, patient).toContain('Waiting for runs');
    await lost.kill();
    await ended;
  });
});

it('tells in a sentence that there is no Redis, and keeps the password to itself', async () => {
  const url = 'redis://user:secret@127.0.0.1:1';
  const message =
    'Redis cannot be used at redis://user:***@127.0.0.1:1 (connect ECONNREFUSED 127.0.0.1:1); ' +
    'start it there (`redis-server`), or correct the address and its password.';
  await expect(compare({ url, groups: groupsOf([1]) }).outcome).rejects.toThrow(new DataError(message));
  const worker = start(`worker --queue ${url}`);
  expect(await worker.code).toBe(1);
  expect(worker.said()).toBe(`choosy: ${message}\n`);
});

it.each(['localhost:6379', 'http://localhost', 'redis://', 'redis://localhost/zero'])(
  'refuses %s as the address of a queue',
  async (url) => {
    const { outcome } = compare({ url, groups: groupsOf([1]) });
    await expect(outcome).rejects.toThrow(UsageError);
    await expect(outcome).rejects.toThrow('--queue must be the address of a Redis server, such as redis://');
  },
);

const lostFor1s = (url: string) =>
  new DataError(
    `The connection to ${url} is lost, and did not come back within 1 s; start Redis again, and then the same command.`,
  );
