import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runRecord } from '../../test/support/run-records.js';
import type { RunPlan } from '../benchmark/index.js';
import { ChoosyError } from '../core/errors.js';
import { jobIdOf, printable, readGroupJob, readGroupProgress, readGroupResult } from './group-job.js';

const version = '0.1.0';
/** A plan and a record of the same run. */
const runOf = (method: string, changes: Partial<RunPlan> = {}) => {
  const record = runRecord({ method, ...changes });
  const { task, selector, seed, hyperparameters, targets, until, threads, environment } = record;
  const plan: RunPlan = {
    task,
    method,
    selector,
    seed,
    hyperparameters,
    targets,
    until,
    threads,
    environment,
  };
  return { plan, record };
};
const a = runOf('a');
const b = runOf('b');
const plans = [a.plan, b.plan];

describe('readGroupJob', () => {
  it('reads what is sent, with the records of its runs only', () => {
    const stranger = runOf('c').record;
    const records = [a.record, stranger, { ...b.record, version: 99 }, 'text'];
    expect(readGroupJob({ plans, records }, version)).toMatchObject({ plans, records: [a.record] });
    expect(readGroupJob({ plans, records: [] }, version).task.name).toBe('iris');
  });

  it.each<[string, unknown]>([
    ['plans: Invalid input', { records: [] }],
    ['plans: Too small', { plans: [], records: [] }],
    ['plans: Too big', { plans: Array.from({ length: 101 }, () => a.plan), records: [] }],
    ['it has fields that none has', { plans, records: [], code: 'x' }],
    ['it has fields that none has', { plans: [{ ...a.plan, constructor: 'x' }], records: [] }],
    [
      'it has fields that none has',
      JSON.parse(`{"__proto__":{"x":1},"plans":${JSON.stringify(plans)},"records":[]}`),
    ],
    ['its names are none', { plans: [{ ...a.plan, method: 'x'.repeat(201) }], records: [] }],
    ['its names are none', { plans: [{ ...a.plan, method: 'a\u001b[31m' }], records: [] }],
    ['it has several tasks or seeds', { plans: [a.plan, { ...b.plan, seed: 2 }], records: [] }],
    ['There is no selector "x"', { plans: [{ ...a.plan, selector: 'x' }], records: [] }],
    ['There is no task "x"', { plans: [{ ...a.plan, task: 'x' }], records: [] }],
    [
      'it is for version 0.2.0, and this is 0.1.0',
      {
        plans: [{ ...a.plan, environment: { ...a.plan.environment, choosy: '0.2.0' } }],
        records: [],
      },
    ],
    ['The job asks for 100000 threads; ', { plans: [{ ...a.plan, threads: 1e5 }], records: [] }],
    [
      'The job asks for 1000000 samples in a batch; ',
      {
        plans: [{ ...a.plan, hyperparameters: { ...a.plan.hyperparameters, batchSize: 1e6 } }],
        records: [],
      },
    ],
  ])('refuses: %s', (message, data) => {
    expect(() => readGroupJob(data, version)).toThrow(ChoosyError);
    expect(() => readGroupJob(data, version)).toThrow(message);
  });

  it('refuses anything else with a sentence that is safe to print', () => {
    const anything = fc.anything({ withNullPrototype: true });
    const changed = fc
      .tuple(fc.constantFrom(...Object.keys(a.plan)), anything)
      .map(([key, value]) => ({ plans: [{ ...a.plan, [key]: value }], records: [] }));
    fc.assert(
      fc.property(fc.oneof(anything, changed), (data) => {
        try {
          readGroupJob(data, version);
        } catch (error) {
          expect(error).toBeInstanceOf(ChoosyError);
          expect(printable((error as Error).message)).toBe((error as Error).message.slice(0, 500));
        }
      }),
    );
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('readGroupResult', () => {
  const failure = { method: 'b', why: 'bad luck' };
  it('has a record or a failure for every run', () => {
    expect(readGroupResult({ records: [b.record, a.record], failures: [] }, plans)).toBeDefined();
    expect(readGroupResult({ records: [a.record], failures: [failure] }, plans)).toEqual({
      records: [a.record],
      failures: [failure],
    });
  });

  it.each<[string, unknown]>([
    ['a run too few', { records: [a.record], failures: [] }],
    ['a run twice', { records: [a.record, a.record, b.record], failures: [] }],
    ['a run both made and failed', { records: [a.record, b.record], failures: [failure] }],
    ['a run of another seed', { records: [a.record, runOf('b', { seed: 2 }).record], failures: [] }],
    ['no record', { records: [a.record, { ...b.record, evaluations: 'many' }], failures: [] }],
    ['nothing', null],
  ])('refuses %s', (_, data) => expect(readGroupResult(data, plans)).toBeUndefined());
});

describe('jobIdOf', () => {
  it('depends on the runs, but not on who wants them', () => {
    const elsewhere = { ...a.plan.environment, processor: 'another' };
    expect(jobIdOf(plans.map((plan) => ({ ...plan, environment: elsewhere })))).toBe(jobIdOf(plans));
    expect(jobIdOf([a.plan, runOf('b', { seed: 2 }).plan])).not.toBe(jobIdOf(plans));
    expect(jobIdOf(plans)).toMatch(/^[0-9a-f]{64}$/);
  });
});

it('readGroupProgress takes only what is progress', () => {
  expect(readGroupProgress({ run: 1, epoch: 0.5, epochs: 3 })).toEqual({ run: 1, epoch: 0.5, epochs: 3 });
  expect(readGroupProgress({ run: -1, epoch: 0.5, epochs: 3 })).toBeUndefined();
  expect(readGroupProgress('half')).toBeUndefined();
});
