import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What workers answer to: one JSON object a line, in and out. */
export interface Request {
  readonly call: string;
  readonly [argument: string]: unknown;
}

/** A process that holds one engine and measures it when told to. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(
    readonly name: string,
    command: string,
    args: readonly string[],
    environment: NodeJS.ProcessEnv = {},
  ) {
    this.#child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    this.#lines = createInterface(this.#child.stdout!)[Symbol.asyncIterator]();
    this.#child.stderr!.on('data', (text: Buffer) => (this.#complaints += text.toString()));
  }

  #complaints = '';

  /** Starts a worker that is a TypeScript file of this folder. */
  static async node(name: string, file: string, args: readonly string[]): Promise<WorkerProcess> {
    const path = fileURLToPath(new URL(file, import.meta.url));
    // What tsx put into execArgv makes TypeScript run in the child, too.
    return started(new WorkerProcess(name, process.execPath, [...process.execArgv, path, ...args]));
  }

  /** Starts any other worker. */
  static async command(
    name: string,
    command: string,
    args: readonly string[],
    environment: NodeJS.ProcessEnv,
  ): Promise<WorkerProcess> {
    return started(new WorkerProcess(name, command, args, environment));
  }

  async call<T>(request: Request): Promise<T> {
    this.#child.stdin!.write(`${JSON.stringify(request)}\n`);
    return this.read<T>();
  }

  async read<T>(): Promise<T> {
    const { value, done } = (await this.#lines.next()) as IteratorResult<string, undefined>;
    if (done) throw new Error(`${this.name} ended early.\n${this.#complaints.trim()}`);
    return JSON.parse(value) as T;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.stdin!.end();
    await exit;
  }
}

async function started(worker: WorkerProcess): Promise<WorkerProcess> {
  await worker.read();
  return worker;
}

/** Runs work with workers and closes them, whatever happens. */
export async function withWorkers<T>(
  start: () => Promise<readonly WorkerProcess[]>,
  work: (workers: readonly WorkerProcess[]) => Promise<T>,
): Promise<T> {
  const workers = await start();
  try {
    return await work(workers);
  } finally {
    await Promise.all(workers.map((worker) => worker.close()));
  }
}
