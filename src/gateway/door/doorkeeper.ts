import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { GatewayClock } from '../clock.js';
import type { PeerSocket } from '../peerSocket.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import type { Tally } from '../telemetry/tally.js';
import type { ClientAddress } from '../http/clientAddress.js';
import type { Authentication } from './authentication.js';
import { createDiagnosis } from './diagnosis.js';
import { createHandshake, findFault, type HandshakeRules } from './handshake.js';
import { dropAlias } from '../http/requestTarget.js';
import { untilLeft, watchUpgrade } from './leaving.js';
import { ignoreSocketError, refuseUpgrade, type Refusal } from './refusal.js';
import { createProbes, isProbe } from './probes.js';
import { createScreening, type ScreeningRules } from './screening.js';

/** What an upgrade has to pass, and what its socket is given. */
export interface UpgradeRules extends ScreeningRules, HandshakeRules {
  /** Where sockets are opened. */
  readonly path: string;
}

/** An open socket that the gateway is to watch. */
export interface Arrival {
  readonly socket: PeerSocket;
  /** Null for a socket older than the gateway: its request is gone. */
  readonly request: IncomingMessage | null;
  readonly remote: string;
  /** What `authenticate` returned for the peer. */
  readonly data: unknown;
  readonly tookMs: number;
}

/** What the doorkeeper needs of the gateway. */
export interface DoorkeeperContext {
  readonly clock: GatewayClock;
  readonly clientAddress: ClientAddress;
  readonly recorder: EventRecorder;
  readonly tally: Tally;
  readonly admitPerSecond: () => number;
  /**
   * No connection is accepted for now, although the gateway is not ending, because another generation of the cluster is
   * to have them.
   */
  readonly isCordoned: () => boolean;
}

/** Accepts upgrades or refuses them, before any socket is open. */
export interface Doorkeeper {
  readonly path: string;
  /** Takes an upgrade over. Never throws: in any case the socket is answered, destroyed, or left to what has answered it. */
  readonly handle: (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    onArrival: (arrival: Arrival) => void,
  ) => void;
  /** Answers a client that asks why it gets no socket. Returns false for any other request, and does not touch it. */
  readonly diagnose: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Refuses an upgrade that no handler takes. */
  readonly refuseUnknownPath: (request: IncomingMessage, socket: Duplex) => void;
  /** An accepted socket has closed. */
  readonly release: (remote: string) => void;
  /** Refuses every upgrade from now on, and those that still wait for their authentication. */
  readonly refuseAll: (reason: 'draining' | 'closing') => void;
  /** How many probes were opened. They do not count as arrivals. */
  readonly probeCount: () => number;
}

/** An upgrade that has taken its places. */
interface Entrant {
  readonly request: IncomingMessage;
  readonly remote: string;
  /** Decided once: `authenticate` may change the headers, and the places that were taken are the ones to give back. */
  readonly isForProbe: boolean;
}

/** What is counted of a refusal. Without a status when another handler has answered. */
type Counted = Pick<Refusal, 'reason' | 'message'> & { readonly status?: number };

const TAKEN: Counted = {
  reason: 'taken',
  message:
    'another "upgrade" listener of this server has answered it before the gateway could. A WebSocketServer made with ' +
    '`server` and without `path` upgrades every request, and one with a `path` refuses all others: make it with ' +
    '`noServer: true`, and call its `handleUpgrade` for its own path only',
};

/** Makes the doorkeeper of one gateway. */
export function createDoorkeeper(rules: UpgradeRules, context: DoorkeeperContext): Doorkeeper {
  const { clock, clientAddress, recorder, tally, admitPerSecond, isCordoned } = context;
  const screening = createScreening(rules, clock, admitPerSecond, isCordoned);
  const probes = createProbes(clock);
  /** The sockets that wait for their authentication. */
  const pending = new Map<Duplex, Entrant>();

  const count = ({ reason, status, message }: Counted, remote: string): void => {
    tally.refused[reason] += 1;
    recorder.record('peer.rejected', { reason, message, ...(status === undefined ? {} : { status }) }, { remote });
  };
  const refuse = (socket: Duplex, remote: string, refusal: Refusal): void => {
    count(refusal, remote);
    refuseUpgrade(socket, refusal);
  };
  const handshake = createHandshake(rules, (request, socket, refusal) =>
    refuse(socket, clientAddress(request), refusal),
  );

  /** Takes a place for an upgrade, and for a probe one of the few that probes have. */
  const enter = ({ request, remote, isForProbe }: Entrant): Refusal | null => {
    const refusal = screening.enter(request, remote);
    if (refusal !== null || !isForProbe) return refusal;
    const noProbe = probes.enter(remote);
    if (noProbe !== null) screening.leave(remote);
    return noProbe;
  };
  /** Gives back the places of an upgrade that did not become a peer. */
  const leave = ({ remote, isForProbe }: Entrant): void => {
    screening.leave(remote);
    if (isForProbe) probes.leave(remote);
  };

  /** The application's decision on the client; null when the client has left meanwhile. */
  const authenticate = async (request: IncomingMessage, socket: Duplex): Promise<Authentication | null> =>
    screening.authenticate
      ? untilLeft(screening.authenticate(request, 'upgrade'), (onLeft) => watchUpgrade(socket, onLeft))
      : { ok: true, data: undefined };

  const proceed = async (
    entrant: Entrant,
    socket: Duplex,
    head: Buffer,
    onArrival: (arrival: Arrival) => void,
  ): Promise<void> => {
    const { request, remote, isForProbe } = entrant;
    const startedAt = clock.now();
    // This is awaited even without `authenticate`, so that the other listeners of this upgrade run first; one of them
    // may have taken it.
    const outcome = await authenticate(request, socket);
    // Refused meanwhile, because the gateway ends.
    if (!pending.delete(socket)) return;
    let isOpen = false;
    try {
      if (outcome === null || socket.destroyed) socket.destroy();
      else if (isTaken(socket)) count(TAKEN, remote);
      else if (!outcome.ok) refuse(socket, remote, outcome.refusal);
      else {
        handshake(request, socket, head, (ws) => {
          isOpen = true;
          socket.off('error', ignoreSocketError);
          if (isForProbe) {
            ws.once('close', () => leave(entrant));
            return probes.keep(ws);
          }
          const tookMs = Math.round(clock.now() - startedAt);
          onArrival({ socket: ws, request, remote, data: outcome.data, tookMs });
        });
      }
    } finally {
      if (!isOpen) leave(entrant);
    }
  };

  return {
    path: rules.path,
    handle(request, socket, head, onArrival) {
      socket.on('error', ignoreSocketError);
      const remote = clientAddress(request);
      if (isTaken(socket)) return count(TAKEN, remote);
      dropAlias(request, rules.path);
      const entrant = { request, remote, isForProbe: isProbe(request) };
      const refusal = findFault(request) ?? enter(entrant);
      if (refusal !== null) return refuse(socket, remote, refusal);
      pending.set(socket, entrant);
      proceed(entrant, socket, head, onArrival).catch(() => socket.destroy());
    },
    diagnose: createDiagnosis(rules, screening, clientAddress, count),
    refuseUnknownPath: (request, socket) =>
      refuse(socket, clientAddress(request), { status: 404, reason: 'unknown_path' }),
    release: screening.leave,
    refuseAll(reason) {
      const refusal = screening.end(reason);
      probes.closeAll();
      for (const [socket, entrant] of pending) {
        leave(entrant);
        refuse(socket, entrant.remote, refusal);
      }
      pending.clear();
    },
    probeCount: probes.count,
  };
}

/** Whether another listener reads the socket, or has ended it. Node leaves it without readers. */
const isTaken = (socket: Duplex): boolean => socket.writableEnded || socket.listenerCount('data') > 0;
