import type { Output } from '../output.js';

const LINE_EVERY_MS = 1_000;
const PLAIN_EVERY_MS = 30_000;

/** Says that the probe is at work while it waits. */
export interface Progress {
  readonly say: (what: string) => void;
  readonly end: () => void;
}

/** On a terminal one line, written anew each second; elsewhere a line for each step and each half minute. */
export function showProgress({ tell, isTerminal }: Output): Progress {
  const startedAt = performance.now();
  let doing = 'connecting';
  const elapsed = (): string => `${Math.round((performance.now() - startedAt) / 1_000)} s`;
  const show = (): void => tell(isTerminal ? `\r\u001B[K${elapsed()}: ${doing}` : `${elapsed()}: ${doing}\n`);
  const timer = setInterval(show, isTerminal ? LINE_EVERY_MS : PLAIN_EVERY_MS);
  return {
    say(what) {
      doing = what;
      show();
    },
    end() {
      clearInterval(timer);
      if (isTerminal) tell('\r\u001B[K');
    },
  };
}
