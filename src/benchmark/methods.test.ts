import { describe, expect, it } from 'vitest';
import { UsageError } from '../core/errors.js';
import { tasks } from '../tasks/index.js';
import { methodsOf, requireSelectors } from './methods.js';
import { fillProcesses, planRuns } from './plan-runs.js';

const task = (name: string) => tasks.find((task) => task.name === name)!;
const environment = { choosy: '0', node: 'v20', onnxruntime: '1', processor: 'p' };

describe('methodsOf', () => {
  it('puts the baseline first and the controls last', () => {
    expect(methodsOf(task('iris'), ['highest-loss']).map(({ name }) => name)).toEqual([
      'random-shuffling',
      'highest-loss',
      'random-shuffling, again',
      'with-replacement',
      'random-subsets:share=0.37',
      'random-shuffling, rate ×2.7',
      'random-shuffling, rate → 0',
    ]);
  });

  it('has random shuffling with batches of half the size beside a selector that may halve them', () => {
    const half = 'random-shuffling, half batches';
    expect(methodsOf(task('iris'), ['choosy']).map(({ name }) => name)).toContain(half);
    expect(methodsOf(task('iris'), ['choosy:halve=false']).map(({ name }) => name)).not.toContain(half);
    const [group] = planRuns({
      tasks: [task('mnist')],
      methods: (task) => methodsOf(task, ['choosy']),
      ...{ seeds: [1], until: 'final', threads: 1, environment },
    });
    const { batchSize } = task('mnist').defaults;
    for (const { method, hyperparameters } of group!) {
      expect(hyperparameters.batchSize).toBe(method === half ? batchSize / 2 : batchSize);
    }
  });

  it('has length-bucketed random shuffling where samples are padded sequences', () => {
    const names = methodsOf(task('sentiment140'), ['paired-reversal']).map(({ name }) => name);
    expect(names.at(-1)).toBe('length-bucketed');
  });

  it('has controls of every share that is kept, and nothing twice', () => {
    const texts = ['highest-loss', 'highest-loss:top=0.1:explore=0', 'with-replacement', 'highest-loss'];
    const names = methodsOf(task('iris'), texts).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('random-subsets:share=0.1');
    expect(names).toContain('random-shuffling, rate ×10');
    expect(names).toContain('random-subsets:share=0.37');
  });

  it('gives methods of the same name the same selector and learning rate', () => {
    const methods = methodsOf(task('iris'), ['random-subsets:share=0.37', 'highest-loss']);
    expect(methods.filter(({ name }) => name === 'random-subsets:share=0.37')).toHaveLength(1);
  });

  it('has nothing to compare if only the baseline is named', () => {
    expect(() => requireSelectors(['random-shuffling'])).toThrow(UsageError);
    expect(requireSelectors(['random-shuffling', 'highest-loss', 'highest-loss'])).toEqual(['highest-loss']);
  });
});

describe('planRuns', () => {
  const plan = (seeds: readonly number[]) =>
    planRuns({
      tasks: [task('iris'), task('wine')],
      methods: (task) => methodsOf(task, ['highest-loss']),
      ...{ seeds, until: 'final', threads: 1, environment },
    });

  it('groups the runs of a task and seed, and begins each group with another method', () => {
    const groups = plan([4, 5, 6]);
    expect(groups.map(([first]) => [first!.task, first!.seed, first!.method])).toEqual([
      ['iris', 4, 'random-shuffling'],
      ['iris', 5, 'highest-loss'],
      ['iris', 6, 'random-shuffling, again'],
      ['wine', 4, 'random-shuffling'],
      ['wine', 5, 'highest-loss'],
      ['wine', 6, 'random-shuffling, again'],
    ]);
    for (const group of groups) {
      expect(new Set(group.map(({ method }) => method)).size).toBe(7);
      expect(new Set(group.map(({ task, seed }) => `${task} ${seed}`)).size).toBe(1);
    }
  });

  it("gives all methods the task's hyper-parameters, but for the learning rate of two controls", () => {
    const [group] = plan([1]);
    const { batchSize, learningRate, epochs, evaluateEvery } = task('iris').defaults;
    for (const { method, hyperparameters } of group!) {
      expect(hyperparameters).toEqual({
        ...{ batchSize, evaluateEvery },
        learningRate: method.endsWith('×2.7') ? 2.7 * learningRate : learningRate,
        decayEpochs: method.endsWith('→ 0') ? epochs : null,
        epochs: 1.5 * epochs,
      });
    }
  });

  it('refuses a task without targets', () => {
    const { targets: _, ...untimed } = task('iris');
    const options = { methods: () => [], seeds: [1], until: 'final', threads: 1, environment } as const;
    expect(() => planRuns({ tasks: [untimed], ...options })).toThrow('The task "iris" has no targets');
  });
});

describe('fillProcesses', () => {
  it('leaves groups whole where there are enough of them', () => {
    expect(fillProcesses([[1, 2, 3], [4]], 2)).toEqual([[1, 2, 3], [4]]);
    expect(fillProcesses([[1], [2], [3]], 2)).toEqual([[1], [2], [3]]);
    expect(fillProcesses([], 4)).toEqual([]);
  });

  it('splits the largest ones where there are not, each run in one of them', () => {
    expect(fillProcesses([[1, 2, 3, 4, 5, 6, 7]], 2)).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7],
    ]);
    expect(fillProcesses([[1, 2, 3, 4], [5], []], 4)).toEqual([[1], [2], [3, 4], [5]]);
    expect(fillProcesses([[1, 2]], 8)).toEqual([[1], [2]]);
  });
});
