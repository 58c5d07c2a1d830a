#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { ChoosyError, UsageError } from '../core/errors.js';
import { FAILURE, USAGE } from './exit-codes.js';
import { createProgram } from './program.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await createProgram(version).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed its message, or the help that was asked for.
    process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  } else if (error instanceof ChoosyError) {
    process.stderr.write(`choosy: ${error.message}\n`);
    process.exitCode = error instanceof UsageError ? USAGE : FAILURE;
  } else {
    throw error;
  }
}
