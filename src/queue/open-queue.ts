import { type ConnectionOptions, Queue } from 'bullmq';
import { DataError, UsageError } from '../core/errors.js';

export interface OpenQueueOptions {
  /** Of a Redis or Valkey server, such as `redis://localhost:6379`. */
  readonly url: string;
  /** Of Choosy: those of different versions have nothing to do with each other. */
  readonly version: string;
  /** Seconds for which a lost connection is tried again. */
  readonly patience?: number | undefined;
  /** Told that the connection is lost, and that it is back. */
  readonly say: (message: string) => void;
}

export interface OpenQueue {
  readonly queue: Queue;
  /** For what else is to connect as the queue does. */
  readonly connection: ConnectionOptions;
  /** The address, without its password. */
  readonly address: string;
  /** Aborted with a DataError as its reason when the connection was lost and did not come back. */
  readonly lost: AbortSignal;
  /** Whether commands are carried out now, and do not wait. */
  isConnected(): boolean;
  /** Calls back whenever a lost connection has come back. */
  onBack(callback: () => void): void;
  close(): Promise<void>;
}

const PATIENCE = 60;
/** Seconds that a server has to answer at first. */
const FIRST_ANSWER = 10;

/**
 * Connects to the queue of a Redis server.
 *
 * @throws UsageError if the address is none.
 * @throws DataError if no Redis answers there, or if it refuses.
 */
export async function openQueue(options: OpenQueueOptions): Promise<OpenQueue> {
  const { url, version, patience = PATIENCE, say } = options;
  const address = shownAddress(url);
  const lost = new AbortController();
  let connected = false;
  const connection = {
    url,
    // A command waits for a lost connection to come back.
    maxRetriesPerRequest: null,
    connectTimeout: FIRST_ANSWER * 1000,
    retryStrategy: () => (connected ? 1000 : null),
  };
  const queue = new Queue(`choosy-${version}`, { connection, streams: { events: { maxLen: EVENTS } } });
  // Without a listener, an error would end the process; what is lost is told below.
  let last: Error | undefined;
  queue.on('error', (error) => (last = error));
  try {
    await within(FIRST_ANSWER, queue.waitUntilReady());
  } catch (error) {
    await queue.close();
    throw new DataError(
      `Redis cannot be used at ${address} (${reasonOf(last ?? (error as Error))}); ` +
        'start it there (`redis-server`), or correct the address and its password.',
    );
  }
  connected = true;

  const client = await queue.getBackend().client;
  const callbacks: (() => void)[] = [];
  let giveUp: NodeJS.Timeout | undefined;
  client.on('close', () => {
    if (giveUp !== undefined) return;
    say(`The connection to ${address} is lost; trying again for ${patience} s.`);
    giveUp = setTimeout(() => {
      const why = `The connection to ${address} is lost, and did not come back within ${patience} s`;
      lost.abort(new DataError(`${why}; start Redis again, and then the same command.`));
    }, patience * 1000);
  });
  client.on('ready', () => {
    clearTimeout(giveUp);
    giveUp = undefined;
    say(`The connection to ${address} is back.`);
    for (const callback of callbacks) callback();
  });
  return {
    ...{ queue, connection, address, lost: lost.signal },
    isConnected: () => client.status === 'ready',
    onBack: (callback) => callbacks.push(callback),
    async close() {
      clearTimeout(giveUp);
      connected = false;
      const force = client.status !== 'ready';
      client.removeAllListeners('close');
      await queue.getBackend().close(force);
    },
  };
}

/**
 * Events of a queue that Redis keeps for those who read more slowly than they happen. The results of a group are one
 * event, some hundred kilobytes.
 */
const EVENTS = 200;

/** @throws UsageError */
function shownAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The path is the number of a database.
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '' || !/^(\/\d*)?$/.test(url.pathname)) {
    const shown = text.replace(/\/\/.*@/, '//***@');
    throw new UsageError(
      `--queue must be the address of a Redis server, such as redis://localhost:6379; got "${shown}".`,
    );
  }
  if (url.password !== '') url.password = '***';
  // Settings of the client, which may be a password, too.
  url.search = '';
  return url.href;
}

/** What was wrong, where Node may have tried several addresses of a name. */
function reasonOf(error: Error): string {
  const [first = error] = error instanceof AggregateError ? (error.errors as Error[]) : [];
  return first.message;
}

async function within<T>(seconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
