/** A failure that is not the command's fault. */
export const FAILURE = 1;
/** A command that must be changed. */
export const USAGE = 2;
/** Ctrl-C, as shells count: 128 + SIGINT. */
export const INTERRUPTED = 130;
