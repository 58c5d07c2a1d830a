import { expect, test } from 'vitest';
import { runRecord } from '../../test/support/run-records.js';
import { shiftOf, shownRun, visitsOf } from './choices.js';

const withChoices = (choices: object) => {
  const run = runRecord();
  return { ...run, choices: { ...run.choices, ...choices } };
};

test('visits are shares of the training set, mean over runs of different length', () => {
  const runs = [withChoices({ visits: [50, 50] }), withChoices({ visits: [0, 25, 75] })];
  expect(visitsOf(runs)).toEqual([0.25, 0.375, 0.375]);
});

test('a window is counted from where the last one ended', () => {
  // 50 samples, all distinct and new; then 100, of them 75 distinct and 50 new, at a training set of 100.
  const { distinct, first, loss } = shiftOf([runRecord()]);
  expect([distinct.from, distinct.to]).toEqual([0.5, 1.5]);
  expect([distinct.median[0], distinct.median.at(-1)]).toEqual([1, 0.75]);
  expect([first.median[0], first.median.at(-1)]).toEqual([1, 0.5]);
  expect([loss.median[0], loss.median.at(-1)]).toEqual([1, 0.6]);
});

test('a shown run has the share of each class in each window', () => {
  expect(shownRun(runRecord())).toEqual({
    most: [
      [3, 2],
      [7, 2],
    ],
    counts: null,
    classes: [
      [0.5, [0.4, 0.3, 0.3]],
      [1.5, [0.3, 0.35, 0.35]],
    ],
  });
});

test('without classes there are no shares', () => {
  const windows = [{ until: 50, distinct: 50, first: 50, loss: null, classes: [] }];
  const run = withChoices({ windows, counts: [1, 0] });
  expect(shownRun(run).classes).toEqual([]);
  expect(shownRun(run).counts).toEqual([1, 0]);
  expect(shiftOf([run]).loss.median).toEqual([null]);
});
