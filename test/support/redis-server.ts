import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The server that this machine has; undefined where it has none. */
export const redisProgram = ['redis-server', 'valkey-server'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** As if the machine had lost its power; nothing that it held is kept. */
  kill(): Promise<void>;
}

/** Starts a Redis or Valkey server of its own, on a free port unless one is given, and waits until it is ready. */
export async function startRedis(port?: number): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'choosy-redis-'));
  const at = port ?? (await freePort());
  const options = { bind: '127.0.0.1', port: `${at}`, save: '', appendonly: 'no', dir: folder };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const server = spawn(redisProgram!, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(server, 'exit');
  const ready = new Promise<void>((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`${redisProgram} did not start: ${said}`)));
  });
  await ready;
  return {
    url: `redis://127.0.0.1:${at}`,
    port: at,
    async kill() {
      server.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
