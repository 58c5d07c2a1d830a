/** Shows what is being measured, in one line of a terminal; an empty text takes it away. */
export function showProgress(doing: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${doing && `  ${doing}`}`);
}

/** Runs a benchmark; what it throws is told in its message. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    showProgress('');
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
