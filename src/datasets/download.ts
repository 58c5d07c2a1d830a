/** A download is given up when nothing has come for this long, in milliseconds. */
const stallTime = 30_000;
/** The longest a download may take in all, in milliseconds. */
const longestTime = 10 * 60_000;

/**
 * Downloads a file of known length.
 *
 * @param size Length of the file in bytes; no more is ever read or held.
 * @throws Error if the address cannot be reached, stalls, or gives more or fewer bytes.
 */
export async function download(address: string, size: number): Promise<Uint8Array> {
  const stalled = new AbortController();
  const timer = setTimeout(() => {
    stalled.abort(new Error(`nothing came for ${stallTime / 1000} seconds`));
  }, stallTime);
  const signal = AbortSignal.any([stalled.signal, AbortSignal.timeout(longestTime)]);
  try {
    const response = await fetch(address, { signal });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`HTTP status ${response.status}`);
    }
    const bytes = new Uint8Array(size);
    let length = 0;
    // Leaving the loop by an error cancels the rest of the download.
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      timer.refresh();
      if (length + chunk.length > size) throw new Error(`more than ${size} bytes came`);
      bytes.set(chunk, length);
      length += chunk.length;
    }
    if (length !== size) throw new Error(`${length} bytes came instead of ${size}`);
    return bytes;
  } finally {
    clearTimeout(timer);
  }
}
