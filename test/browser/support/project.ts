import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogger, createServer, type InlineConfig, preview } from 'vite';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A user's project with the page of this test, where Choosy is installed as it is published. */
export interface Project {
  readonly directory: string;
  /** What Vite complained of. */
  readonly complaints: readonly string[];
  /** Starts Vite's development server. */
  develop(headers?: Record<string, string>): Promise<Server>;
  /** Builds the page into the folder dist/. */
  build(): void;
  /** Serves the folder dist/. */
  serve(headers?: Record<string, string>): Promise<Server>;
  remove(): void;
}

export interface Server {
  readonly url: string;
  close(): Promise<void>;
}

export function createProject(): Project {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'choosy-browser-')));
  cpSync(join(root, 'test/browser/page'), directory, { recursive: true });
  install(join(directory, 'node_modules'));

  const complaints: string[] = [];
  const customLogger = { ...createLogger('warn'), warn: note, warnOnce: note, error: note };
  function note(message: string): void {
    complaints.push(message);
  }
  const host = { host: '127.0.0.1', port: 0 };
  // No other configuration: what the page needs, a user's project has.
  const common: InlineConfig = { root: directory, configFile: false, customLogger };

  return {
    directory,
    complaints,
    async develop(headers = {}) {
      // The packages that Choosy uses are links to those of this repository.
      const fs = { allow: [directory, join(root, 'node_modules')] };
      const server = await createServer({
        ...common,
        server: { ...host, fs, headers, watch: null, hmr: false },
      });
      await server.listen();
      return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
    },
    build() {
      // Not in this process, where NODE_ENV is that of a test.
      const { NODE_ENV: _, ...env } = process.env;
      const vite = join(root, 'node_modules/vite/bin/vite.js');
      const options = { cwd: directory, env, encoding: 'utf8' } as const;
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [vite, 'build', '--logLevel', 'warn'],
        options,
      );
      if (status !== 0) throw new Error(`vite build failed:\n${stdout}${stderr}`);
      complaints.push(...(stdout + stderr).split('\n').filter((line) => line.trim() !== ''));
    },
    async serve(headers = {}) {
      const server = await preview({ ...common, preview: { ...host, headers } });
      return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Builds Choosy into a folder of packages, with links to all that it imports. */
function install(packages: string): void {
  const choosy = join(packages, 'choosy');
  mkdirSync(choosy, { recursive: true });
  cpSync(join(root, 'package.json'), join(choosy, 'package.json'));
  const { status, stdout } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', join(choosy, 'dist')].concat(
      // Types are checked elsewhere.
      ['--noCheck', '--declaration', 'false'],
    ),
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`tsc failed:\n${stdout}`);

  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of [...Object.keys(dependencies), 'onnxruntime-web']) {
    const link = join(packages, name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link, 'junction');
  }
}
