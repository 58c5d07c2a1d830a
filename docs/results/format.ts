import { baseline, methodsOf, type RunRecord } from 'choosy/benchmark';
import { tasks } from 'choosy/tasks';
import { formatTimes } from '../../src/report/page/format.js';
import type { Cell } from './grid.js';

/** `1.63`, and `0.71†` if it is a bound. */
export function formatCell(cell: Cell): string {
  if (cell === 'never') return cell;
  return cell === 'not run' ? '–' : `${formatTimes(cell.ratio)}${cell.isBound ? '†' : ''}`;
}

/** Gives methods the names that tables and pictures have: those that comparisons add by themselves are controls. */
export function namesOf(records: readonly RunRecord[]): (method: string) => string {
  const selectors = [...new Set(records.map(({ selector }) => selector))];
  const controls = new Set(
    tasks.flatMap((task) =>
      selectors.flatMap((text) =>
        methodsOf(task, [text])
          .map(({ name }) => name)
          .filter((name) => name !== text && name !== baseline),
      ),
    ),
  );
  return (method) => (controls.has(method) ? `${method} (control)` : method);
}
