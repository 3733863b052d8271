import { useEffect, useState } from 'react';
import { createOutbox } from '../../src/client/optional/outbox.js';
import type { HeartbeatSocket, PageAdapter } from '../../src/client/index.js';
import { createFakeGateway } from '../../src/testing/index.js';

/** How long a fault of the scene lasts, ms: long enough for the page to notice, and to be read. */
const FAULT_MS = 8_000;

/** What a person does to the connection of the introduction. */
export interface Scene {
  readonly socket: HeartbeatSocket;
  readonly silence: () => void;
  readonly restart: () => void;
  readonly goOffline: () => void;
  readonly useUpAttempts: () => void;
  /** Ends it all. */
  readonly end: () => void;
}

function createScene(): Scene {
  const gateway = createFakeGateway({ heartbeat: { intervalMs: 800, timeoutMs: 1_600 } });
  gateway.delay(40);
  let isOnline = true;
  let tell: Parameters<PageAdapter['subscribe']>[0] = () => {};
  let timers: ReturnType<typeof setTimeout>[] = [];
  const socket = gateway.connect({
    reconnect: { maxAttempts: 3, minDelayMs: 3_000, baseDelayMs: 0, maxDelayMs: 3_000 },
    connectTimeoutMs: 2_000,
    outbox: createOutbox(),
    page: {
      isHidden: () => false,
      isOnline: () => isOnline,
      subscribe: (listener) => {
        tell = listener;
        return () => void (tell = () => {});
      },
    },
  });
  // After the last attempt the server is there again: the next one is the person's.
  const stop = socket.store.subscribe(({ status }) => status === 'failed' && gateway.accept());
  const later = (ms: number, run: () => void): void => void timers.push(setTimeout(run, ms));
  const heal = (): void => {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    gateway.accept();
    gateway.speak();
    isOnline = true;
    tell('online');
  };
  /** One fault at a time, and a person who goes on writing. */
  const fault = (begin: () => void, end?: () => void) => (): void => {
    heal();
    begin();
    for (const afterMs of [700, 1_400]) later(afterMs, () => socket.send(`message ${afterMs}`));
    if (end) later(FAULT_MS, end);
  };
  return {
    socket,
    silence: fault(gateway.silence, gateway.speak),
    restart: fault(() => gateway.restart(4_000)),
    goOffline: fault(() => {
      isOnline = false;
      tell('offline');
      gateway.drop();
    }, heal),
    useUpAttempts: fault(() => {
      gateway.refuse();
      gateway.drop();
    }),
    end: () => {
      heal();
      stop();
      socket.destroy();
    },
  };
}

/** The real client, a gateway in the page, and what can happen between them. Null until it is in the browser. */
export function useScene(): Scene | null {
  const [scene, setScene] = useState<Scene | null>(null);
  useEffect(() => {
    const made = createScene();
    // oxlint-disable-next-line react/set-state-in-effect -- a connection is made in the browser, never while rendering
    setScene(made);
    return made.end;
  }, []);
  return scene;
}
