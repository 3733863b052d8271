import { systemClock } from '../../client/clock.js';
import type { ObservedConnection } from '../../client/heartbeatSocket.js';
import { closeOf } from '../closeOf.js';
import { createObservedConnection, type ObserverOptions } from '../connection.js';
import type { ObservedClose, Tell } from '../observation.js';
import { requireMembers } from '../requireMembers.js';
import { tap } from '../tap.js';

/** What is needed of a `Socket` of phoenix, or of a `RealtimeClient` of Supabase. */
export interface PhoenixSocket {
  connect(): void;
  // oxlint-disable-next-line typescript/no-explicit-any -- phoenix takes a callback first, and Supabase the code
  disconnect(...args: any[]): unknown;
  connectionState(): string;
}

/** The phoenix Socket itself: Supabase's client has one inside, and hands on neither its events nor their undo. */
interface SocketInside {
  connect(): void;
  disconnect(callback?: () => void, code?: number, reason?: string): void;
  connectionState(): string;
  onOpen(callback: () => void): unknown;
  onClose(callback: (event: unknown) => void): unknown;
  off(refs: readonly unknown[]): void;
  readonly reconnectTimer?: { readonly tries: number };
}

/**
 * Follows a Socket of phoenix 1.6 to 1.8, or Supabase's realtime client from 2.100 on (`supabase.realtime`). The time of the
 * next attempt is known, whatever its `reconnectAfterMs`.
 *
 * @throws HeartbeatOptionError naming the member that `socket` lacks
 * @example const connection = observePhoenix(socket);
 */
export function observePhoenix(socket: PhoenixSocket, options: ObserverOptions = {}): ObservedConnection {
  const name = 'observePhoenix(socket)';
  const inside = insideOf(socket);
  const members = ['connect', 'disconnect', 'connectionState', 'onOpen', 'onClose', 'off'];
  requireMembers(name, 'a Socket of phoenix, or a RealtimeClient of Supabase 2.100', inside, members);
  const { clock = systemClock } = options;
  const watch = (tell: Tell): (() => void)[] => {
    let isEnded = false;
    let isSilent = false;
    let retryAt: number | null = null;

    const down = (close?: ObservedClose): void => {
      const retryInMs = retryAt === null ? null : retryAt - clock.now();
      retryAt = null;
      if (isEnded) tell({ status: 'closed' });
      else {
        const attempt = (inside.reconnectTimer?.tries ?? 0) + 1;
        const cause = isSilent ? ('heartbeat-timeout' as const) : undefined;
        tell({ status: 'reconnecting', retryInMs, attempt, cause, close });
      }
    };
    const refs = [
      inside.onOpen(() => {
        isSilent = false;
        tell({ status: 'open' });
      }),
      inside.onClose((event) => down(closeOf(event))),
    ];
    const undo = [
      tap(inside, 'connect', () => {
        isEnded = false;
        if (inside.connectionState() === 'connecting') tell({ status: 'connecting' });
      }),
      tap(inside, 'disconnect', () => {
        isEnded = true;
        down();
      }),
      tap(inside, 'heartbeatTimeout', () => {
        isSilent = true;
        if (inside.connectionState() !== 'open') down();
      }),
      // It asks for its delay before it tells of the close, which says more.
      tap(inside.reconnectTimer, 'timerCalc', (delayMs) => {
        retryAt = clock.now() + (delayMs as number);
        queueMicrotask(() => retryAt !== null && down());
      }),
    ];
    const state = inside.connectionState();
    tell({ status: state === 'open' || state === 'connecting' ? state : 'idle' });
    return [...undo, () => inside.off(refs)];
  };
  return createObservedConnection(
    {
      watch,
      connect: () => socket.connect(),
      reconnect: () => inside.disconnect(() => inside.connect()),
      disconnect: (code, reason) => inside.disconnect(undefined, code, reason),
    },
    options,
  );
}

function insideOf(socket: PhoenixSocket): SocketInside {
  const { socketAdapter } = (socket ?? {}) as { socketAdapter?: { getSocket?(): SocketInside } };
  return socketAdapter?.getSocket?.() ?? (socket as unknown as SocketInside);
}
