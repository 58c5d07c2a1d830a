import Table from 'cli-table3';
import { selectors } from '../selection/index.js';
import { tasks } from '../tasks/index.js';

/** Shows all tasks and selectors. */
export function listCommand({ json }: { readonly json?: true }): void {
  const named = (entries: readonly { name: string; summary: string; options?: readonly string[] }[]) =>
    entries.map(({ name, summary, options = [] }) => ({ name, summary, options }));
  const lists = { tasks: named(tasks), selectors: named(selectors) };
  if (json) {
    process.stdout.write(`${JSON.stringify(lists, null, 2)}\n`);
    return;
  }
  for (const [title, entries] of Object.entries(lists)) {
    // Fits into a terminal of 80 columns.
    const table = new Table({
      head: [title, ''],
      colWidths: [26, 51],
      wordWrap: true,
      style: { head: [], border: [] },
    });
    for (const { name, summary, options } of entries) {
      table.push([name, options.length > 0 ? `${summary}\noptions: ${options.join(', ')}` : summary]);
    }
    process.stdout.write(`${table.toString()}\n`);
  }
}
