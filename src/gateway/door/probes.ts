import type { IncomingMessage } from 'node:http';
import * as closeCodes from '../../protocol/closeCodes.js';
import type { GatewayClock } from '../clock.js';
import { addressKey } from '../http/address.js';
import type { PeerSocket } from '../peerSocket.js';
import type { ScreeningRefusal } from './refusal.js';

/** Offered alone, it makes a connection a probe: `npx heartbeat-socket probe` measures by it what limits the path. */
const PROBE_PROTOCOL = 'heartbeat.probe';

const MAX_PER_ADDRESS = 2;
/** As long as a probe may last. */
const MAX_AGE_MS = 600_000;
/** The message by which a probe asks for frames of the gateway alone. */
const SPEAK = 'speak';
const SPEAK_EVERY_MS = 1_000;
/** How many messages a probe may send: it has only one thing to say. */
const MAX_MESSAGES = 16;

/**
 * The probes of one gateway: connections on which it keeps silent. They are not peers, and have limits of their own.
 */
export interface Probes {
  /** Takes a place, or returns why there is none. Each place that was taken is given back by `leave`. */
  readonly enter: (remote: string) => ScreeningRefusal | null;
  readonly leave: (remote: string) => void;
  /** Keeps an open socket silent until it ends. */
  readonly keep: (socket: PeerSocket) => void;
  /** Closes all of them, because the gateway ends. */
  readonly closeAll: () => void;
  /** Probes that were opened. */
  readonly count: () => number;
}

/** Whether a request is for a probe. One that offers other subprotocols as well is for a peer. */
export const isProbe = ({ headers }: IncomingMessage): boolean =>
  headers['sec-websocket-protocol']?.trim() === PROBE_PROTOCOL;

/** Makes the list of probes, empty. */
export function createProbes(clock: GatewayClock): Probes {
  const perAddress = new Map<string, number>();
  const open = new Set<PeerSocket>();
  let opened = 0;
  return {
    enter(remote) {
      const key = addressKey(remote);
      // Clients without an address cannot be told apart, and must not use up each other's limit.
      if (key === null) return null;
      const count = perAddress.get(key) ?? 0;
      if (count >= MAX_PER_ADDRESS) {
        const message = `There are ${MAX_PER_ADDRESS} probes from this address already.`;
        return { status: 429, reason: 'address_limit', message, isToldToClient: true };
      }
      perAddress.set(key, count + 1);
      return null;
    },
    leave(remote) {
      const key = addressKey(remote);
      if (key === null) return;
      const count = perAddress.get(key) ?? 0;
      if (count > 1) perAddress.set(key, count - 1);
      else perAddress.delete(key);
    },
    keep(socket) {
      opened += 1;
      open.add(socket);
      let messages = 0;
      let speaking: unknown = null;
      const over = clock.setTimeout(
        () => socket.close(closeCodes.normal, 'a probe ends after ten minutes'),
        MAX_AGE_MS,
      );
      const speak = (): void => {
        // A ping, which a probe leaves unanswered: a control frame reaches no application on the way.
        socket.ping();
        speaking = clock.setTimeout(speak, SPEAK_EVERY_MS);
      };
      socket.on('error', () => {});
      socket.on('message', (data) => {
        messages += 1;
        if (messages > MAX_MESSAGES) socket.terminate();
        else if (speaking === null && (data as Buffer).toString() === SPEAK) speak();
      });
      socket.on('close', () => {
        open.delete(socket);
        clock.clearTimeout(over);
        clock.clearTimeout(speaking);
      });
    },
    closeAll() {
      for (const socket of open) socket.close(closeCodes.restart, 'the gateway ends');
    },
    count: () => opened,
  };
}
