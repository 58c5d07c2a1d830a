import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { selectors } from 'choosy/selection';
import { runCommand, showProgress } from '../command.js';
import { cnnStep } from './cnn-step.js';
import { isCost, type Cost, type Result, type Results } from './cost.js';
import { findings, table } from './table.js';

const usage = `Usage: npm run bench:selection -- [SELECTOR...] [--sizes N,...] [--quick] [--json FILE] [--markdown]

Measures what selectors cost a batch of 128, against the number of samples, on simulated feedback. Without SELECTOR,
all of them. What the file already has is not measured again: to do so, delete it, or what is wrong in it.

  --sizes N,... numbers of samples, such as 60000,1e8; 1e3,1e4,6e4,1e5,1e6,1.6e6 by default
  --quick       short runs of 1e3 and 1e4, to see that everything works, and no file unless --json
  --json FILE   where the measurements are, docs/selection-cost.json by default
  --markdown    prints the table as in docs/performance.md`;

const DEFAULT_SIZES = '1e3,1e4,6e4,1e5,1e6,1.6e6';
/** Seconds of processor time after which a measurement ends with the epochs it has; with many samples, these take longer. */
const secondsFor = (size: number) => (size > 5e7 ? 150 : size > 5e6 ? 45 : 10);
/** Seconds that one measurement may take if a single batch does not end. */
const LIMIT = 600;
/** Bytes of memory that a selector may need to be tried. */
const MOST_MEMORY = 6 * 2 ** 30;

const defaultFile = fileURLToPath(new URL('../../docs/selection-cost.json', import.meta.url));
const worker = fileURLToPath(new URL('worker.ts', import.meta.url));

async function measure(selector: string, size: number, seconds: number): Promise<Result> {
  // What tsx put into execArgv makes TypeScript run in the child, too.
  const args = [...process.execArgv, worker, selector, String(size), String(seconds)];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 1000 * LIMIT });
    return JSON.parse(stdout) as Cost;
  } catch (error) {
    const { killed, stderr } = error as { killed?: boolean; stderr?: string };
    const said = /^\w*Error.*$/m.exec(stderr ?? '')?.[0] ?? 'it ended early';
    const reason = said.replace(/^Error: /, '');
    return { selector, size, failure: killed ? `not done after ${LIMIT} s` : reason };
  }
}

/** Why it is not worth trying, as far as what was measured tells. */
function foreseen(selector: string, size: number, results: readonly Result[]): string | undefined {
  const smaller = results.filter((result) => result.selector === selector && result.size < size);
  const failed = smaller.find((result) => !isCost(result));
  if (failed && !isCost(failed)) return failed.failure;
  const { stateBytes = 0 } = smaller.filter(isCost).at(-1) ?? {};
  // Half as much again for temporary arrays, and the labels.
  if ((1.5 * stateBytes + 4) * size > MOST_MEMORY) return `needs more than ${MOST_MEMORY / 2 ** 30} GiB`;
  return undefined;
}

async function readResults(file: string | undefined): Promise<Results> {
  const text = file && (await readFile(file, 'utf8').catch(() => undefined));
  if (text) return JSON.parse(text) as Results;
  return {
    about: {
      date: new Date().toISOString().slice(0, 10),
      processor: `${cpus()[0]?.model ?? 'unknown'} (${platform()} ${arch()})`,
      cores: `${availableParallelism()}`,
      Node: process.version,
    },
    results: [],
  };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      sizes: { type: 'string' },
      quick: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const known = selectors.map(({ name }) => name);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no selector "${unknown}".\n\n${usage}`);
  const sizes = (values.sizes ?? (values.quick ? '1e3,1e4' : DEFAULT_SIZES)).split(',').map(Number);
  const bad = sizes.find((size) => !Number.isInteger(size) || size < 1);
  if (bad !== undefined) throw new Error(`--sizes: a number of samples is a positive integer.\n\n${usage}`);

  const file = values.json ?? (values.quick ? undefined : defaultFile);
  const { about, results: before } = await readResults(file);
  const results = [...before];
  for (const size of sizes) {
    for (const selector of positionals.length > 0 ? positionals : known) {
      if (results.some((result) => result.selector === selector && result.size === size)) continue;
      showProgress(`${selector}, ${size} samples`);
      const failure = foreseen(selector, size, results);
      const seconds = values.quick ? 1 : secondsFor(size);
      results.push(failure ? { selector, size, failure } : await measure(selector, size, seconds));
      results.sort((a, b) => a.size - b.size || known.indexOf(a.selector) - known.indexOf(b.selector));
      if (file) await writeFile(file, `${JSON.stringify({ about, results }, null, 2)}\n`);
    }
  }
  showProgress('');
  const step = await cnnStep();
  console.log(table(results, { step, markdown: values.markdown }));
  console.log(['', ...findings(results, step)].join('\n'));
  if (values.quick) console.log('Short runs (--quick): these numbers say little.');
}

await runCommand(main);
