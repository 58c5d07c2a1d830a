import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server on this machine, and what it was asked for. */
export interface FileServer {
  /** Its address, with a slash at the end. */
  readonly address: string;
  /** Path and range of each request, such as `/a.gz bytes=10-`. */
  readonly requests: readonly string[];
  close(): void;
}

export async function startFileServer(answer: RequestListener): Promise<FileServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push([request.url, request.headers.range].filter(Boolean).join(' '));
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export interface ServedFile {
  readonly bytes: Uint8Array;
  /** Such as its ETag; by default that is `"1"`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes of an answer after which the connection breaks off, or stays silent if `stalls`. */
  readonly breaksAfter?: number | undefined;
  readonly stalls?: boolean;
}

/** Answers like a server that gives parts of files to those whose part is still the same. */
export function serveParts(fileOf: (path: string) => ServedFile | undefined): RequestListener {
  return ({ url, headers: asked }, response) => {
    const file = fileOf(url!);
    if (file === undefined) return void response.writeHead(404).end();
    const { bytes, headers = { etag: '"1"' } } = file;
    const start = Number(/^bytes=(\d+)-$/.exec(asked.range ?? '')?.[1] ?? NaN);
    const same = Object.values(headers).includes(asked['if-range'] as string);
    if (Number.isNaN(start) || !same) {
      response.writeHead(200, { ...headers, 'content-length': bytes.length });
      return send(response, bytes, file);
    }
    if (start >= bytes.length) return void response.writeHead(416).end();
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    response.writeHead(206, {
      ...headers,
      'content-range': range,
      'content-length': bytes.length - start,
    });
    send(response, bytes.subarray(start), file);
  };
}

function send(response: ServerResponse, bytes: Uint8Array, { breaksAfter, stalls }: ServedFile): void {
  if (breaksAfter === undefined || breaksAfter >= bytes.length) return void response.end(bytes);
  response.write(bytes.subarray(0, breaksAfter), () => {
    // What was sent is read before the connection is seen to end.
    if (!stalls) setTimeout(() => response.destroy(), 30);
  });
}
