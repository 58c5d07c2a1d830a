import type { WeightValues } from '../layers/index.js';
import { evaluate, type EvaluationResult } from '../training/index.js';
import type { Task, TaskData } from './task.js';

/** What weights reach on a data set. */
export interface TestResult extends EvaluationResult {
  /** Name of the data set. */
  readonly name: string;
}

/** What weights reach on a task's test set, and then on any further ones. For reporting, and for nothing else. */
export async function measureTests(
  { model, loss, metrics }: Task,
  { trainingSet, testSet, furtherTestSets = [] }: TaskData,
  weights: WeightValues,
): Promise<TestResult[]> {
  const tests: TestResult[] = [];
  for (const dataset of [testSet, ...furtherTestSets]) {
    const measured = await evaluate({ model: model(trainingSet), weights, dataset, loss, metrics });
    tests.push({ name: dataset.name, ...measured });
  }
  return tests;
}
