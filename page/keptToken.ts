const KEY = 'heartbeat-socket:token';

/** A token that the person wants to be kept until the tab is closed. A browser may forbid that; then it is not kept. */
export const keptToken = {
  read: (): string | null => attempt(() => sessionStorage.getItem(KEY)),
  keep: (token: string): void => void attempt(() => sessionStorage.setItem(KEY, token)),
  forget: (): void => void attempt(() => sessionStorage.removeItem(KEY)),
};

function attempt<Value>(ask: () => Value): Value | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
