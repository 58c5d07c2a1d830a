import { createInterface } from 'node:readline';
import type { Request } from './worker-process.js';

type Handlers = Readonly<Record<string, (request: Request) => unknown>>;

/** The worker's side: answers requests until the input ends. */
export async function serve(handlers: Handlers): Promise<void> {
  const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
  answer('ready');
  for await (const line of createInterface(process.stdin)) {
    const request = JSON.parse(line) as Request;
    answer((await handlers[request.call]!(request)) ?? null);
  }
  process.exit();
}

/** Milliseconds that some work takes. */
export async function time(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
