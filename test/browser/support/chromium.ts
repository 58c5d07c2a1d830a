import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Chromium without a window, with a profile of its own that is thrown away. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: flags });
}

function findChromium(): string {
  const chosen = process.env['CHROMIUM_PATH'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = (chosen ? [chosen] : folders.map((folder) => join(folder, 'chromium'))).find(isProgram);
  if (found !== undefined) return found;
  throw new Error(
    `The tests in a browser need Chromium, which is not ${chosen ? `at CHROMIUM_PATH (${chosen})` : 'on the PATH'}; ` +
      'install it (on Debian: apt-get install chromium), or set CHROMIUM_PATH to where it or Chrome is.',
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
