import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeWeights, predict } from 'choosy';
import { createSession, Tensor } from 'choosy/runtime';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseName, caseNames, cases, type Outcome, run, type RunOptions } from './page/cases.js';
import type { Api } from './page/main.js';
import { launchChromium } from './support/chromium.js';
import { createProject, type Project, type Server } from './support/project.js';

// The page trains in Chromium what this process trains in Node, from the same sources, and both must agree.

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

interface Way {
  readonly title: string;
  readonly isolated: boolean;
  start(project: Project): Promise<Server>;
}

const ways: readonly Way[] = [
  { title: 'a development server', isolated: false, start: (project) => project.develop() },
  { title: 'a development server, isolated', isolated: true, start: (project) => project.develop(isolation) },
  { title: 'a production build', isolated: false, start: (project) => project.serve() },
  { title: 'a production build, isolated', isolated: true, start: (project) => project.serve(isolation) },
];

let browser: Browser;
let project: Project;

const outcomes = new Map<CaseName, Promise<Outcome>>();
function runInNode(name: CaseName): Promise<Outcome> {
  const outcome = outcomes.get(name) ?? run(name);
  outcomes.set(name, outcome);
  return outcome;
}

beforeAll(async () => {
  browser = await launchChromium();
  project = createProject();
  project.build();
});

afterAll(async () => {
  await browser?.close();
  project?.remove();
});

/** Opens the page, and notes what it loads and complains of. */
async function open(url: string) {
  const page = await browser.newPage();
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} could not be loaded`));
  page.on('response', (response) => {
    if (!response.ok()) complaints.push(`${response.url()} gave status ${response.status()}`);
  });
  page.context().on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:') hosts.add(host);
  });
  await page.goto(url);
  await page.waitForFunction(() => 'api' in globalThis);
  return { page, complaints, hosts };
}

const runInPage = (page: Page, name: CaseName, options: RunOptions): Promise<Outcome> =>
  page.evaluate(([name, options]) => (globalThis as unknown as { api: Api }).api.run(name, options), [
    name,
    options,
  ] as const);

/** Expects two lists of numbers to be the same but for rounding. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    if (!(difference <= 1e-5)) expect.fail(`number ${i} is ${actual[i]} instead of ${expected[i]}`);
  }
}

describe.each(ways)('in the browser, from $title', ({ start, isolated }) => {
  let server: Server;
  let opened: Awaited<ReturnType<typeof open>>;

  beforeAll(async () => {
    server = await start(project);
    opened = await open(server.url);
  });

  afterAll(async () => {
    await opened?.page.close();
    await server?.close();
  });

  test.each(caseNames)('%s: the same as in Node', async (name) => {
    const expected = await runInNode(name);
    // A page that is not isolated has one thread, whatever it asks for.
    const { files, rewritten, ...numbers } = await runInPage(opened.page, name, {
      threads: 2,
      weightsFile: expected.files.weights,
    });
    expect(numbers.losses.length).toBe(cases[name]().steps);
    expectClose(numbers.losses, expected.losses);
    expectClose(numbers.predictions, expected.predictions);
    expectClose(numbers.evaluation, expected.evaluation);

    // Files made in the browser are those made in Node, and Node reads them.
    expect(rewritten).toEqual(expected.files);
    expect(files.onnx.length).toBe(expected.files.onnx.length);
    const { model, trainingSet } = cases[name]();
    const { features } = trainingSet;
    const weights = decodeWeights(model, Uint8Array.from(files.weights));
    const own = decodeWeights(model, Uint8Array.from(expected.files.weights));
    expectClose(weights.parameters, own.parameters);
    expectClose(weights.statistics, own.statistics);
    expectClose(await predict({ model, weights, features }), expected.predictions);

    const session = await createSession(Uint8Array.from(files.onnx));
    const x = model.tokens === undefined ? Float32Array.from(features) : Int32Array.from(features);
    const shape = [features.length / trainingSet.sampleShape.reduce((a, b) => a * b, 1), ...model.inputShape];
    const { logits } = await session.run({
      x: new Tensor(model.tokens === undefined ? 'float32' : 'int32', x as Float32Array, shape),
    });
    expectClose(logits!.data as Float32Array, expected.predictions);
    await session.release();
  });

  test('the table of a model is that of Node', async () => {
    const summary = await opened.page.evaluate(() =>
      (globalThis as unknown as { api: Api }).api.summary('convolutions'),
    );
    expect(summary).toBe(cases.convolutions().model.summary());
  });

  test('a data set that is read from files says that it needs Node', async () => {
    const message = await opened.page.evaluate(() => (globalThis as unknown as { api: Api }).api.loadMnist());
    expect(message).toBe(
      'DataError: MNIST is read from files, which a browser does not have; run this in Node, or use iris() instead.',
    );
  });

  test(isolated ? 'it uses several threads' : 'it uses one thread', async () => {
    expect(await opened.page.evaluate(() => globalThis.crossOriginIsolated)).toBe(isolated);
    expect(opened.page.workers().length > 0).toBe(isolated);
  });

  test('the page complains of nothing, and loads nothing from elsewhere', () => {
    expect(opened.complaints).toEqual([]);
    expect([...opened.hosts]).toEqual([new URL(server.url).host]);
  });
});

test('the bundle has nothing of Node in it', () => {
  const assets = join(project.directory, 'dist/assets');
  const scripts = readdirSync(assets).filter((file) => file.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  for (const script of scripts) {
    const code = readFileSync(join(assets, script), 'utf8');
    expect(code).not.toMatch(/\b(from|import)\s*["'`]node:/);
    expect(code).not.toContain('onnxruntime-node');
  }
});

test('Vite has nothing to complain of', () => {
  expect(project.complaints).toEqual([]);
});
