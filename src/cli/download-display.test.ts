import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createDownloadDisplay } from './download-display.js';

const { stderr } = process;
let now = 0;
let written: string[];
beforeEach(() => {
  written = [];
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.spyOn(stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

it('shows a line now and then, with the time left at the pace of this download', () => {
  stderr.isTTY = false;
  const display = createDownloadDisplay('Toys');
  // A tenth was there already.
  display.update(1e6, 1e7);
  now += 1000;
  display.update(2e6, 1e7);
  now += 1000;
  display.update(3e6, 1e7);
  display.update(3.1e6, 1e7);
  display.stop();
  expect(written).toEqual(['Toys: 3.0 MB of 10.0 MB, 0:07 left\n']);
});

it('shows a bar on a terminal, which ends before a line of its own', () => {
  stderr.isTTY = true;
  const display = createDownloadDisplay('Toys');
  display.update(0, 500);
  now += 200;
  display.update(100, 500);
  display.say('That is all.');
  display.stop();
  const text = written.join('');
  expect(text).toContain('100 B of 500 B, 0:01 left');
  expect(text).toMatch(/That is all\.\n$/);
});
