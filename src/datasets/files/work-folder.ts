import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const host = hostname().replace(/[^\w.]/g, '_');
/** Host and process at work in a folder; process 0 if none is. */
const namePattern = /^\.fetch-([\w.]+)-(\d+)-[\w-]+$/;
const newName = (pid: number): string => `.fetch-${host}-${pid}-${randomUUID()}`;
const oneDay = 24 * 60 * 60 * 1000;

/**
 * Lends a folder that no other process writes to. If it is left by an error, or because the process was
 * killed, the next one to ask gets the folder as it was left; after success it is removed.
 *
 * @param parent The directory to make it in, which is made if it is not there.
 * @throws whatever `use` throws, and errors of the file system.
 */
export async function withWorkFolder<T>(parent: string, use: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(parent, { recursive: true });
  const folder = join(parent, newName(process.pid));
  if (!(await takeAbandoned(parent, folder))) await mkdir(folder);
  let result: T;
  try {
    result = await use(folder);
  } catch (error) {
    // An empty one is not worth keeping.
    await rmdir(folder).catch(() => rename(folder, join(parent, newName(0))).catch(() => {}));
    throw error;
  }
  await rm(folder, { recursive: true, force: true }).catch(() => {});
  return result;
}

/** Takes over one folder at which nobody works, whoever comes first, and removes the others. */
async function takeAbandoned(parent: string, folder: string): Promise<boolean> {
  let taken = false;
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (!(await isAbandoned(path, name))) continue;
    if (taken) await rm(path, { recursive: true, force: true }).catch(() => {});
    else {
      taken = await rename(path, folder).then(
        () => true,
        () => false,
      );
    }
  }
  return taken;
}

async function isAbandoned(path: string, name: string): Promise<boolean> {
  const [, owner, digits] = namePattern.exec(name) ?? [];
  if (owner === undefined) return false;
  const pid = Number(digits);
  if (pid === 0) return true;
  if (owner === host) return !isRunning(pid);
  // Nobody can ask another host, of a shared cache, what runs there; but a fetch never takes a day.
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
  return performance.timeOrigin + performance.now() - mtimeMs > oneDay;
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is not ours to ask, but it runs.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
