import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { RunPlan, RunRecord } from './run-record.js';

/** What seconds depend on besides the run itself. */
export function describeEnvironment(): RunPlan['environment'] {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
    dependencies: Record<'onnxruntime-node', string>;
  };
  return {
    choosy: manifest.version,
    node: process.version,
    // The exact version is pinned there, and only the runtime may import the package itself.
    onnxruntime: manifest.dependencies['onnxruntime-node'],
    processor: cpus()[0]?.model ?? 'unknown',
  };
}

/** The commit of the working folder, with `-dirty` if files differ from it; undefined outside a git repository. */
export function currentCommit(): RunRecord['commit'] {
  try {
    const args = ['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'];
    return execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
