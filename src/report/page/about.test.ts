import { expect, test } from 'vitest';
import { rangesOf } from './about.js';

test.each([
  [[], ''],
  [[3], '3'],
  [[1, 2, 3, 5, 7, 8], '1–3, 5, 7–8'],
])('seeds %j are told as "%s"', (seeds, text) => expect(rangesOf(seeds)).toBe(text));
