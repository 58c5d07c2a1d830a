import { type CompareResult, type Goal, type Level, type OverallResult, unitOf } from '../benchmark/index.js';

/**
 * The methods from best to worst over all tasks, by what the goal is measured in. Means over different tasks do not
 * compare, so those that fewer tasks have come after the others.
 */
export const rankMethods = ({ overall }: CompareResult, goal: Goal, level: Level): OverallResult[] =>
  overall
    .filter((result) => result.goal === goal && result.level === level)
    .sort((a, b) => b.tasks - a.tasks || b[unitOf(goal)].ratio - a[unitOf(goal)].ratio);
