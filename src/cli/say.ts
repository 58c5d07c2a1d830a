/** Tells the user something that is not the result: a line on standard error. */
export const say = (message: string): void => void process.stderr.write(`${message}\n`);
