import type { HeartbeatSocket } from 'heartbeat-socket';

const WITHIN_MS = 4_000;

/** Waits until the connection is open, and lets it dial now if it is not. Resolves to whether it is. */
export function untilUp({ store, reconnect }: HeartbeatSocket): Promise<boolean> {
  const isUp = (): boolean => store.getState().status === 'open';
  if (isUp()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve(isUp());
    };
    const timer = setTimeout(end, WITHIN_MS);
    const unsubscribe = store.subscribe(() => isUp() && end());
    reconnect();
  });
}
