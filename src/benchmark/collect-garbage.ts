import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: ((options: { readonly type: 'minor' }) => void) | undefined;

/**
 * Frees what a run has just left behind, so that the pause for it does not fall into what is timed next. Only what is
 * young: to collect everything also throws compiled code away, and what comes next, a selector above all, would begin
 * in the interpreter.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as typeof collect;
  }
  collect!({ type: 'minor' });
}
