import { onTestFinished } from 'vitest';
import type { ObservedConnection } from '../../../src/observe/index.js';
import { startChaosProxy, type ChaosProxy } from '../network/chaosProxy.js';
import { sleep } from '../waitFor.js';

/** A server of the client's own kind, real or speaking its recorded handshake. */
export interface ObservedServer {
  readonly port: number;
  /** Ends at once, with all its connections. */
  stop(): Promise<void>;
  /** Closes the connections as a server does that goes away; absent where it has no such word. */
  closeAll?(): void;
}

/** A client as an app has it, and what the app can see of it without us. */
export interface ObservedSubject {
  /** Adds an observer. */
  readonly observe: () => ObservedConnection;
  /** The client itself says that messages flow. */
  readonly isOpen: () => boolean;
  /** The listeners that the client has, in any form that `toEqual` compares. */
  readonly listeners: () => unknown;
  /** Starts the client as the app does, if the observer comes first. */
  readonly start?: () => unknown;
  readonly end: () => unknown;
}

/** What differs between clients. Clients are made to retry within a second, and never give up. */
export interface ClientKind {
  readonly serve: (port: number) => Promise<ObservedServer>;
  readonly create: (port: number) => ObservedSubject | Promise<ObservedSubject>;
  /** The time of the next attempt is known: of each, of the first after a drop, or of none. */
  readonly knowsNextAttempt: boolean | 'first';
  /** The client tells of each dial. One that does not is slow to dial as well. @default true */
  readonly countsAttempts?: boolean;
  /** The client can be asked whether it is open, so that an observer of an open one knows. @default true */
  readonly saysWhereItStands?: boolean;
  /** The client can give up a dial before it has succeeded or failed. @default true */
  readonly endsHangingDials?: boolean;
  /** The client's own heartbeat finds a silent connection dead within this long. Absent: it has none. */
  readonly noticesSilenceMs?: number;
}

/** A client in front of a chaos proxy in front of a server, and an observer whose every moment is looked at. */
export interface ObservedWorld {
  readonly proxy: ChaosProxy;
  readonly subject: ObservedSubject;
  readonly connection: ObservedConnection;
  /** Moments at which the store said `open` and the client did not, or the reverse for longer than a moment. */
  readonly lies: readonly string[];
  /** How late this process has been at most: a promised time is the promise and this. */
  readonly lateMs: () => number;
  readonly restart: () => Promise<void>;
  readonly stopServer: () => Promise<void>;
  readonly server: () => ObservedServer;
}

const LOOK_EVERY_MS = 5;
/** A client may open and say so later: plain sockets are found by looking every 100 ms, on a machine that may be busy. */
const MOMENT_MS = 400;

/** Starts it all. Everything ends with the test. */
export async function startObservedWorld(kind: ClientKind): Promise<ObservedWorld> {
  let server = await kind.serve(0);
  const { port } = server;
  onTestFinished(() => server.stop());
  const proxy = await startChaosProxy({ target: { port } });
  const subject = await kind.create(proxy.port);
  const connection = subject.observe();
  onTestFinished(async () => {
    connection.destroy();
    await subject.end();
  });
  await subject.start?.();
  const lies: string[] = [];
  let missedSince: number | null = null;
  let lookedAt = performance.now();
  let lateMs = 0;
  const look = (): void => {
    const { status } = connection.store.getState();
    if (status === 'open' && !subject.isOpen()) lies.push(`open at ${Date.now()}, and the client is not`);
    if (status === 'open' || !subject.isOpen()) missedSince = null;
    else if (performance.now() - (missedSince ??= performance.now()) > MOMENT_MS) {
      lies.push(`${status} at ${Date.now()}, and the client is open`);
      missedSince = Infinity;
    }
  };
  const timer = setInterval(() => {
    lateMs = Math.max(lateMs, performance.now() - lookedAt - LOOK_EVERY_MS);
    lookedAt = performance.now();
    look();
  }, LOOK_EVERY_MS);
  const unsubscribe = connection.store.subscribe(look);
  onTestFinished(() => {
    clearInterval(timer);
    unsubscribe();
  });
  return {
    proxy,
    subject,
    connection,
    lies,
    lateMs: () => lateMs,
    server: () => server,
    stopServer: () => server.stop(),
    restart: async () => {
      await server.stop();
      await sleep(50);
      server = await kind.serve(port);
    },
  };
}
