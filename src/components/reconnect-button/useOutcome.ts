'use client';
import { useEffect, useRef, useState } from 'react';
import { isDialing, isUp } from '../../react/outageReport.js';
import type { HeartbeatLabels } from '../labels.js';
import type { ConnectionSnapshot, ConnectionSource } from '../types.js';

/** A banner that announces the turns of an outage, attempts that the person asked for elsewhere among them. */
interface Teller {
  /** Tells it that the person has asked for one. */
  readonly ask: () => void;
  /** Whether it is telling of an outage, and so of what comes of the attempt. */
  readonly isTelling: boolean;
}

/** The banners on the page, by connection. */
export const tellers = /* @__PURE__ */ new WeakMap<ConnectionSource, Teller>();

/**
 * What came of the attempt that the person asked for, in words, unless a banner tells it; and a function that makes the
 * attempt.
 */
export function useOutcome(socket: ConnectionSource, labels: HeartbeatLabels): [text: string, reconnect: () => void] {
  const [text, say] = useState('');
  const stop = useRef<() => void>(undefined);
  // oxlint-disable-next-line react/exhaustive-effect-dependencies -- what the last connection does is of no interest any more
  useEffect(() => () => stop.current?.(), [socket]);
  const reconnect = (): void => {
    say('');
    stop.current?.();
    tellers.get(socket)?.ask();
    socket.reconnect();
    stop.current = socket.store.subscribe((now) => {
      if (isDialing(now)) return;
      stop.current?.();
      if (!tellers.get(socket)?.isTelling) say(outcomeOf(now, labels));
    });
  };
  return [text, reconnect];
}

function outcomeOf({ status, cause }: ConnectionSnapshot, { banner, failed, title }: HeartbeatLabels): string {
  if (isUp(status)) return banner.restored;
  if (status === 'failed' && cause !== 'auth' && cause !== 'refused') return failed.title;
  // The app has ended the connection.
  if (cause === 'manual') return '';
  return title[status === 'offline' ? 'network-offline' : (cause ?? 'closed')];
}
