import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeReport } from '../../src/report/index.js';
import { launchChromium } from './support/chromium.js';
import { syntheticMethods, syntheticRecords, syntheticTasks } from './support/synthetic-records.js';

const hostile = '"><img src=x onerror=alert(1)></script><b>{a|b}';
const tasks = [
  ...syntheticTasks.filter(({ name }) => name === 'iris' || name === 'spirals'),
  { ...syntheticTasks[2]!, name: hostile },
];
const methods = [...syntheticMethods.slice(0, 4), { ...syntheticMethods[5]!, name: `${hostile}'` }];

const folder = mkdtempSync(join(tmpdir(), 'choosy-report-'));
let browser: Browser;
let url: string;

beforeAll(async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  // Not in this process, where NODE_ENV is that of a test.
  const { NODE_ENV: _, ...env } = process.env;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--config', 'vite.page.config.ts'], { cwd: root, env });
  const records = syntheticRecords(tasks, methods, 3);
  url = pathToFileURL(
    await writeReport(records, { folder, command: `choosy compare --task '${hostile}'` }),
  ).href;
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the report, and notes what it loads, complains of and pops up. */
async function open(options: BrowserContextOptions = {}, hash = '', file = url) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && request.url().split('#')[0] !== file)
      complaints.push(request.url());
  });
  await page.goto(`${file}${hash}`);
  return { page, complaints, close: () => context.close() };
}

/** Scrolls through the page, so that all charts are drawn. */
async function showAll(page: Page): Promise<void> {
  for (const chart of await page.locator('figure.chart:visible').all()) {
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('.plot svg').waitFor();
  }
}

const chartNamed = (page: Page, title: RegExp) =>
  page.locator('figure.chart', { has: page.getByRole('heading', { name: title }) });

test('it opens from a file, draws every chart, loads nothing and complains of nothing', async () => {
  const { page, complaints, close } = await open();
  await showAll(page);
  const drawn = await page
    .locator('figure.chart:visible .plot svg')
    .evaluateAll((all) => all.map((svg) => svg.querySelectorAll('path, text').length));
  // Two over all tasks; for each task curves, dots, costs, visits, three shifts and classes; the points of the spirals.
  expect(drawn).toHaveLength(2 + 3 * 8 + 1);
  expect(Math.min(...drawn)).toBeGreaterThan(10);
  expect(complaints).toEqual([]);
  await close();
});

test('it says what was compared and what came of it', async () => {
  const { page, close } = await open();
  const text = await page.locator('main').innerText();
  expect(text).toContain('45 runs compare 4 methods with random-shuffling on 3 tasks');
  expect(text).toContain('Null experiment: random-shuffling against itself, on 3 tasks.');
  expect(await page.locator('.headline tbody tr').count()).toBe(4);
  expect(await page.locator('.headline tbody strong').first().innerText()).toMatch(/^\d+\.\d\d×$/);
  await close();
});

test('names are texts, whatever they say', async () => {
  const { page, complaints, close } = await open();
  await showAll(page);
  expect(await page.locator('img, b').count()).toBe(0);
  expect(await page.locator('.task h3').allInnerTexts()).toContain(hostile);
  expect(await page.locator('.headline th[scope=row]').allInnerTexts()).toContain(`${hostile}'`);
  expect(await page.locator('pre').innerText()).toBe(`choosy compare --task '${hostile}'`);
  expect(await page.locator('.task').last().locator('.notice').innerText()).toContain(
    `There is no task "${hostile}" here`,
  );
  expect(complaints).toEqual([]);
  await close();
});

test('the filters work by keyboard alone, and the address keeps what they say', async () => {
  const { page, close } = await open();
  const curves = chartNamed(page, /^Validation/).first();
  await curves.scrollIntoViewIfNeeded();
  expect(await curves.locator('.legend li').count()).toBe(5);
  const focused = () => page.evaluate(() => document.activeElement?.parentElement?.textContent);
  const tabTo = async (name: string) => {
    for (let i = 0; i < 40 && (await focused()) !== name; i++) await page.keyboard.press('Tab');
    expect(await focused()).toBe(name);
  };
  await page.locator('h1').click();
  await tabTo('highest-loss');
  const outline = await page.evaluate(
    () => getComputedStyle(document.activeElement!.parentElement!).outlineStyle,
  );
  expect(outline).toBe('solid');
  await page.keyboard.press('Space');
  expect(await curves.locator('.legend li').allInnerTexts()).not.toContain('highest-loss');

  await tabTo('Time to accuracy');
  await page.keyboard.press('ArrowRight');
  expect(await curves.getByRole('heading').innerText()).toBe('Validation loss against epochs');
  await tabTo('Final');
  await page.keyboard.press('ArrowLeft');
  await tabTo('Epochs');
  await page.keyboard.press('ArrowLeft');
  expect(await curves.getByRole('heading').innerText()).toBe('Validation loss against seconds');
  expect(await chartNamed(page, /to the early target, each run/).count()).toBe(3);

  const parameters = new URLSearchParams(new URL(page.url()).hash.slice(1));
  expect(Object.fromEntries(parameters)).toEqual({
    goal: 'loss',
    level: 'early',
    'without-method': 'highest-loss',
  });
  await page.reload();
  expect(await curves.getByRole('heading').innerText()).toBe('Validation loss against seconds');
  expect(await page.getByRole('checkbox', { name: 'highest-loss' }).isChecked()).toBe(false);
  await page.getByRole('checkbox', { name: 'spirals' }).focus();
  await page.keyboard.press('Space');
  expect(await page.locator('.task:visible').count()).toBe(2);
  await close();
});

test('with nothing left to show it stays calm', async () => {
  const without = [...methods, ...tasks].map(({ name }, i) => [
    i < methods.length ? 'without-method' : 'without-task',
    name,
  ]);
  const { page, complaints, close } = await open({}, `#${new URLSearchParams(without).toString()}`);
  expect(await page.locator('figure.chart:visible').count()).toBe(0);
  await page.locator('.chip').first().click();
  expect(complaints).toEqual([]);
  await close();
});

test('of many methods the best are shown at first, and all if the reader says so', async () => {
  const [baseline, , other] = syntheticMethods;
  const many = [baseline!, ...[...'abcdefghi'].map((name) => ({ ...other!, name }))];
  const records = syntheticRecords(tasks.slice(0, 1), many, 2);
  const file = pathToFileURL(await writeReport(records, { folder: join(folder, 'many') })).href;
  const { page, complaints, close } = await open({}, '', file);
  const rows = page.locator('.headline tbody tr');
  const ratios = async () => (await rows.locator('td:nth-child(2) strong').allInnerTexts()).map(parseFloat);
  expect(await rows.count()).toBe(8);
  expect(await ratios()).toEqual((await ratios()).toSorted((a, b) => b - a));
  expect(await page.locator('main').innerText()).toContain('Not shown: 1 method;');
  await page.getByRole('button', { name: 'All 10' }).click();
  expect(await rows.count()).toBe(9);
  await page.reload();
  expect(await rows.count()).toBe(9);
  await page.getByRole('button', { name: 'The best 8' }).click();
  expect(await rows.count()).toBe(8);
  expect(new URL(page.url()).hash).toBe('');
  expect(complaints).toEqual([]);
  await close();
});

test('the samples trained most are those of the method that is chosen', async () => {
  const { page, close } = await open();
  const iris = page
    .locator('.task')
    .filter({ has: page.getByRole('heading', { name: 'iris', exact: true }) });
  const rows = iris.locator('.samples tbody tr');
  expect(await rows.count()).toBe(24);
  const before = await rows.first().innerText();
  await iris.getByRole('combobox').selectOption('random-subsets:share=0.37');
  expect(await rows.first().innerText()).not.toBe(before);
  expect(await chartNamed(page, /Where random-subsets:share=0.37 looked/).count()).toBe(1);
  await close();
});

test('each chart is saved as SVG, PNG and CSV', async () => {
  const titles = [
    /^How many times faster/,
    /^How often each method/,
    /^Validation/,
    /^Where .* looked/,
    /^Where the time/,
  ];
  for (const title of titles) {
    // A page for each chart: Chromium drops the eleventh file that a page saves within a second.
    const { page, complaints, close } = await open({ acceptDownloads: true });
    const chart = chartNamed(page, title).first();
    for (const format of ['SVG', 'PNG', 'CSV']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        chart.getByRole('button', { name: new RegExp(`as ${format}$`) }).click(),
      ]);
      const path = join(folder, download.suggestedFilename());
      await download.saveAs(path);
      expect(path).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
      expect(statSync(path).size).toBeGreaterThan(format === 'CSV' ? 100 : 2000);
      if (format === 'PNG') expect(readFileSync(path).subarray(1, 4).toString()).toBe('PNG');
      if (format === 'SVG') expect(readFileSync(path, 'utf8')).toMatch(/^<svg [^]*<\/svg>$/);
      if (format === 'CSV') expect(readFileSync(path, 'utf8').split('\r\n').length).toBeGreaterThan(4);
    }
    expect(complaints).toEqual([]);
    await close();
  }
});

test('on a phone nothing makes the page scroll sideways', async () => {
  const { page, complaints, close } = await open({ viewport: { width: 360, height: 740 } });
  await showAll(page);
  for (const details of await page.locator('details:visible').all()) await details.locator('summary').click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  const wide = await page
    .locator('.plot svg')
    .evaluateAll((all) => all.filter((svg) => svg.clientWidth > 360).length);
  expect(wide).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

test('it is light or dark as the reader prefers, or says', async () => {
  const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [light, dark] = ['rgb(255, 255, 255)', 'rgb(13, 17, 23)'];
  const { page, close } = await open({ colorScheme: 'dark' });
  await expect.poll(() => background(page)).toBe(dark);
  await page.getByRole('radio', { name: 'Light' }).check();
  await expect.poll(() => background(page)).toBe(light);
  await page.getByRole('radio', { name: 'Auto' }).check();
  await expect.poll(() => background(page)).toBe(dark);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => background(page)).toBe(light);
  await close();
});
