import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { cnn } from './cnn.js';
import { runCommand, showProgress } from './command.js';
import { compare } from './compare.js';
import { dense } from './dense.js';
import { loop } from './loop.js';
import { lstm } from './lstm.js';
import { memory } from './memory.js';
import { aboutPyTorch } from './pytorch.js';
import type { Comparison, Row, RowResult } from './row.js';
import { tfjsFit } from './tfjs-fit.js';

const rows: readonly Row[] = [dense, cnn, lstm, loop, compare, tfjsFit, memory];

const usage = `Usage: npm run bench -- [ROW...] [--quick] [--json FILE] [--markdown]

Measures Choosy side by side with other engines. Without ROW, all rows:
${rows.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join('\n')}

  --quick      short runs, to see that everything works; the numbers say little
  --json FILE  writes all measurements to a file
  --markdown   prints the table as in docs/performance.md`;

const head = ['work', 'Choosy', 'against', 'ratio: median (10–90 %)', 'reach', 'reached'];

const cells = ({ work, choosy, against, ratio, reach, reached }: Comparison): string[] => [
  work,
  choosy.replace(/^Choosy /, ''),
  against,
  ratio,
  reach ?? '',
  reached === undefined ? '' : reached ? 'yes' : 'no',
];

function table(comparisons: readonly Comparison[], markdown: boolean): string {
  const lines = comparisons.map(cells);
  if (markdown) {
    const line = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;
    return [line(head), line(head.map(() => '---')), ...lines.map(line)].join('\n');
  }
  const printed = new Table({
    head,
    wordWrap: true,
    colWidths: [34, 26, 30, 26, 10, 9],
    style: { head: [], border: [] },
  });
  printed.push(...lines);
  return printed.toString();
}

/** GFLOP/s below which PyTorch has not got an optimized BLAS library, such as OpenBLAS. */
const SLOW_BLAS = 30;

/** What the numbers depend on. */
async function environment(): Promise<Record<string, string>> {
  const version = (name: string) =>
    (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
  const pyTorch = await aboutPyTorch();
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: `${cpus()[0]?.model ?? 'unknown'} (${platform()} ${arch()})`,
    cores: `${availableParallelism()}`,
    Node: process.version,
    'onnxruntime-node': version('onnxruntime-node'),
    'TensorFlow.js': version('@tensorflow/tfjs'),
    PyTorch: pyTorch
      ? `${pyTorch.version}, BLAS ${pyTorch.blas}, ${pyTorch.gflops.toFixed(0)} GFLOP/s on one thread` +
        (pyTorch.gflops < SLOW_BLAS ? ' (a slow BLAS: the comparison flatters Choosy)' : '')
      : 'not installed',
  };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const unknown = positionals.find((name) => !rows.some((row) => row.name === name));
  if (unknown !== undefined) throw new Error(`There is no row "${unknown}".\n\n${usage}`);

  const about = await environment();
  console.log(
    Object.entries(about)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
  );
  const results: Record<string, RowResult> = {};
  for (const row of rows) {
    if (positionals.length > 0 && !positionals.includes(row.name)) continue;
    console.log(`\n${row.name}: ${row.summary}`);
    const result = await row.run({
      quick: values.quick,
      threads: availableParallelism() > 1 ? [1, 2] : [1],
      report: showProgress,
    });
    showProgress('');
    for (const note of result.notes ?? []) console.log(`  ${note}`);
    results[row.name] = result;
  }
  const comparisons = Object.values(results).flatMap((result) => result.comparisons);
  console.log(`\n${table(comparisons, values.markdown)}`);
  if (values.quick) console.log('Short runs (--quick): these numbers say little.');
  if (values.json) await writeFile(values.json, JSON.stringify({ about, results }, null, 2));
}

await runCommand(main);
