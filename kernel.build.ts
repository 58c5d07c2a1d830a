/**
 * Compiles src/selection/choosy/assembly (AssemblyScript) to WebAssembly, and writes it into kernel-code.ts, as text, so
 * that nobody has to load a file beside the code:
 *
 *     npm run build:kernel
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const folder = fileURLToPath(new URL('src/selection/choosy/', import.meta.url));
const target = join(folder, 'kernel-code.ts');

/** What kernel-code.ts should be. @throws Error with what the compiler says. */
export async function compileKernel(): Promise<string> {
  const code = assemble()
    .toString('base64')
    .match(/.{1,100}/g)!;
  const text = [
    '// Written by kernel.build.ts from what is in assembly/: `npm run build:kernel`.',
    `export const code = ${code.map((line) => `'${line}'`).join(' + ')};`,
  ].join('\n');
  return format(text, { ...(await resolveConfig(target)), parser: 'typescript' });
}

/** Runs the compiler as a program, since its types would change those of arrays everywhere. */
function assemble(): Buffer {
  const compiler = fileURLToPath(import.meta.resolve('assemblyscript/bin/asc.js'));
  const temporary = mkdtempSync(join(tmpdir(), 'choosy-kernel-'));
  try {
    const binary = join(temporary, 'kernel.wasm');
    // Nothing is allocated; 112 is that vectors can't be passed to JavaScript.
    const options = ['--runtime', 'stub', '--enable', 'simd', '--disableWarning', '112', '-O3', '--noAssert'];
    execFileSync(process.execPath, [compiler, 'assembly/index.ts', '--outFile', binary, ...options], {
      cwd: folder,
      stdio: 'pipe',
    });
    return readFileSync(binary);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await compileKernel());
