import { existsSync } from 'node:fs';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { z } from 'zod';

export interface DownloadOptions {
  /** No more bytes than this are ever taken. */
  readonly largest: number;
  /** Told how many bytes are there, and how many there will be if the server says so. */
  readonly onProgress?: ((received: number, total: number | undefined) => void) | undefined;
  /** The download is given up when nothing has come for this long, in milliseconds. Default: half a minute. */
  readonly stallTime?: number;
}

/** What a partial file is the beginning of. */
const originSchema = z.object({
  address: z.string(),
  /** The strong ETag or the date of the last change, which tell whether the file is still the same. */
  validator: z.string(),
  /** Length of the whole file. */
  total: z.int().positive(),
});
type Origin = z.infer<typeof originSchema>;

/**
 * Downloads a file piece by piece to a path, which it takes only when it is whole.
 *
 * Until then it grows in `PATH.part`, and `PATH.part.json` says what it is of. A later call goes on from
 * these, however the one before ended, if the server has the same file still; else it starts again. Only one
 * process may write there at a time: use a work folder.
 *
 * @throws Error if the address cannot be reached, stalls, breaks off or gives too much, or if the file cannot
 * be written.
 */
export async function downloadFile(
  address: string,
  path: string,
  { largest, onProgress = () => {}, stallTime = 30_000 }: DownloadOptions,
): Promise<void> {
  const partialPath = `${path}.part`;
  const originPath = `${partialPath}.json`;
  const abort = new AbortController();
  const timer = setTimeout(() => {
    abort.abort(new Error(`nothing came for ${stallTime / 1000} seconds`));
  }, stallTime);
  try {
    const partial = await findPartial(partialPath, originPath, address, largest);
    if (partial === undefined || partial.length < partial.origin.total) {
      const { response, start } = await request(address, partial, abort.signal);
      const total = start > 0 ? partial?.origin.total : declaredLength(response);
      if (total !== undefined && total > largest) {
        throw new Error(`it has ${total} bytes, more than ${largest}`);
      }
      if (start === 0) {
        await rm(partialPath, { force: true });
        await writeOrigin(originPath, address, validatorOf(response), total);
      }
      const file = await open(partialPath, 'a');
      try {
        let received = start;
        onProgress(received, total);
        // Leaving the loop by an error cancels the rest of the download.
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
          timer.refresh();
          received += chunk.length;
          if (received > largest) {
            await rm(originPath, { force: true });
            throw new Error(`more than ${largest} bytes came`);
          }
          await file.appendFile(chunk);
          onProgress(received, total);
        }
        if (total !== undefined && received !== total) {
          throw new Error(`${received} bytes came instead of ${total}`);
        }
      } finally {
        await file.close();
      }
    }
    await rename(partialPath, path);
    await rm(originPath, { force: true });
  } catch (error) {
    if (!existsSync(originPath)) await rm(partialPath, { force: true }).catch(() => {});
    throw explained(error);
  } finally {
    clearTimeout(timer);
    // Ends a request whose answer is not wanted any more.
    abort.abort();
  }
}

interface Partial {
  readonly length: number;
  readonly origin: Origin;
}

async function findPartial(
  partialPath: string,
  originPath: string,
  address: string,
  largest: number,
): Promise<Partial | undefined> {
  try {
    const { size: length } = await stat(partialPath);
    const origin = originSchema.parse(JSON.parse(await readFile(originPath, 'utf8')));
    const { total } = origin;
    const fits = origin.address === address && length > 0 && length <= total && total <= largest;
    return fits ? { length, origin } : undefined;
  } catch {
    // There is none, or nobody knows what it is of.
    return undefined;
  }
}

/** Writes down what is going to be in the partial file, unless too little is known to go on from it. */
async function writeOrigin(
  originPath: string,
  address: string,
  validator: string | undefined,
  total: number | undefined,
): Promise<void> {
  await rm(originPath, { force: true });
  if (validator === undefined || total === undefined) return;
  await writeFile(originPath, JSON.stringify({ address, validator, total } satisfies Origin));
}

/** Asks for the rest of the file if there is a part, and for all of it if it cannot be had so. */
async function request(
  address: string,
  partial: Partial | undefined,
  signal: AbortSignal,
): Promise<{ response: Response; start: number }> {
  // As it is: a server that packs it under way would neither tell its length nor give parts of it.
  const headers = { 'accept-encoding': 'identity' };
  if (partial !== undefined) {
    const { length, origin } = partial;
    const range = { range: `bytes=${length}-`, 'if-range': origin.validator };
    const response = await fetch(address, { signal, headers: { ...headers, ...range } });
    if (continues(response, partial)) return { response, start: length };
    if (response.status === 200) return { response, start: 0 };
    await response.body?.cancel();
  }
  const response = await fetch(address, { signal, headers });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new Error(`HTTP status ${response.status}`);
  }
  return { response, start: 0 };
}

/** Whether an answer is the rest of a partial file. */
function continues(response: Response, { length, origin }: Partial): boolean {
  const { validator, total } = origin;
  return (
    response.status === 206 &&
    response.body !== null &&
    response.headers.get('content-range') === `bytes ${length}-${total - 1}/${total}` &&
    validatorOf(response) === validator
  );
}

/** What tells this file from a later one at the same address. A weak ETag (`W/...`) does not. */
function validatorOf({ headers }: Response): string | undefined {
  const etag = headers.get('etag');
  if (etag?.startsWith('"')) return etag;
  return headers.get('last-modified') ?? undefined;
}

/** The length of the file, unless it comes packed: fetch() unpacks it. */
function declaredLength({ headers }: Response): number | undefined {
  const length = Number(headers.get('content-length') ?? NaN);
  const plain = (headers.get('content-encoding') ?? 'identity') === 'identity';
  return plain && Number.isSafeInteger(length) && length > 0 ? length : undefined;
}

/** fetch() says only that it failed, and hides why in the cause, which may have a code and no message. */
function explained(error: unknown): unknown {
  if (!(error instanceof TypeError && error.cause instanceof Error)) return error;
  const { message, code } = error.cause as NodeJS.ErrnoException;
  return new Error(message || code, { cause: error });
}
