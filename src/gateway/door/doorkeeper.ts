import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { GatewayClock } from '../clock.js';
import type { PeerSocket } from '../peerSocket.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import type { Tally } from '../telemetry/tally.js';
import { createAcceptRate } from './acceptRate.js';
import { createAdmission, type AdmissionLimits } from './admission.js';
import { runAuthentication, type Authenticate } from './authentication.js';
import type { ClientAddress } from './clientAddress.js';
import { refuseOrigin, type OriginRule } from './origins.js';
import { ignoreSocketError, refuseUpgrade } from './refusal.js';

/** What a refused client is told to wait. */
const RETRY_AFTER_S = 5;
/** The wait after the accept rate was exceeded: there is room again a second later. */
const ACCEPT_RATE_RETRY_AFTER_S = 1;
/** Compressing shorter messages costs more than it saves. */
const COMPRESS_FROM_BYTES = 1_024;

/** What an upgrade has to pass, and what its socket is given. */
export interface UpgradeRules extends OriginRule, AdmissionLimits {
  /** Where sockets are opened. */
  readonly path: string;
  readonly maxPayload: number;
  readonly admitPerSecond: number;
  readonly perMessageDeflate: boolean;
  readonly authenticate: Authenticate | undefined;
  readonly handshakeTimeoutMs: number;
  readonly closeTimeoutMs: number;
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
}

/** Accepts upgrades or refuses them, before any socket is open. */
export interface Doorkeeper {
  readonly path: string;
  /** Takes an upgrade over. Never throws: in any case the socket is answered or destroyed. */
  readonly handle: (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    onArrival: (arrival: Arrival) => void,
  ) => void;
  /** An accepted socket has closed. */
  readonly release: (remote: string) => void;
  /** Refuses every upgrade from now on, and those that still wait for their authentication. */
  readonly refuseAll: (reason: 'draining' | 'closing') => void;
}

/** Makes the doorkeeper of one gateway. */
export function createDoorkeeper(rules: UpgradeRules, context: DoorkeeperContext): Doorkeeper {
  const { clock, clientAddress, recorder, tally } = context;
  const { authenticate, handshakeTimeoutMs } = rules;
  const admission = createAdmission(rules);
  const isWithinRate = createAcceptRate(rules.admitPerSecond);
  /** The sockets that wait for their authentication, with their addresses. */
  const pending = new Map<Duplex, string>();
  let refusesAll: 'draining' | 'closing' | null = null;
  const options = {
    noServer: true,
    clientTracking: false,
    maxPayload: rules.maxPayload,
    perMessageDeflate: rules.perMessageDeflate && {
      threshold: COMPRESS_FROM_BYTES,
      // A context kept between messages takes up to 300 kB a connection. `maxPayload` bounds what a message inflates to.
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
    },
    // By default `ws` waits 30 s for the end of a close that it or the application begins.
    closeTimeout: rules.closeTimeoutMs,
  };
  const handshakes = new WebSocketServer(options);

  const refuse = (
    socket: Duplex,
    remote: string,
    status: number,
    reason: string,
    { message, retryAfterS = RETRY_AFTER_S }: { message?: string; retryAfterS?: number } = {},
  ): void => {
    tally.counters.rejected += 1;
    recorder.record('peer.rejected', { reason, status, message }, { remote });
    const headers: Record<string, string> = {};
    if (status === 401) headers['WWW-Authenticate'] = 'Bearer';
    if (status === 429 || status === 503) headers['Retry-After'] = String(retryAfterS);
    refuseUpgrade(socket, status, headers);
  };

  /** Resolves to whether the upgrade became a socket. */
  const proceed = async (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    remote: string,
    onArrival: (arrival: Arrival) => void,
  ): Promise<boolean> => {
    const startedAt = clock.now();
    let data: unknown;
    if (authenticate) {
      const outcome = await runAuthentication(authenticate, request, clock, handshakeTimeoutMs);
      if (refusesAll !== null || socket.destroyed) return false;
      if (!outcome.ok) {
        refuse(socket, remote, outcome.status, outcome.reason);
        return false;
      }
      data = outcome.data;
    }
    let isOpen = false;
    // Calls back at once, or answers the invalid handshake itself.
    handshakes.handleUpgrade(request, socket, head, (ws) => {
      isOpen = true;
      socket.off('error', ignoreSocketError);
      onArrival({ socket: ws, request, remote, data, tookMs: Math.round(clock.now() - startedAt) });
    });
    return isOpen;
  };

  return {
    path: rules.path,
    handle(request, socket, head, onArrival) {
      socket.on('error', ignoreSocketError);
      const remote = clientAddress(request);
      if (refusesAll !== null) return refuse(socket, remote, 503, refusesAll);
      const message = refuseOrigin(request, rules);
      if (message !== null) return refuse(socket, remote, 403, 'origin', { message });
      const limit = admission.enter(remote);
      if (limit !== null) return refuse(socket, remote, limit === 'address_limit' ? 429 : 503, limit);
      if (!isWithinRate(clock.now())) {
        admission.leave(remote);
        return refuse(socket, remote, 503, 'accept_rate', { retryAfterS: ACCEPT_RATE_RETRY_AFTER_S });
      }
      pending.set(socket, remote);
      const settle = (isOpen: boolean): void => {
        pending.delete(socket);
        if (!isOpen) admission.leave(remote);
      };
      proceed(request, socket, head, remote, onArrival).then(settle, () => {
        // `ws` throws for a socket that another handler has upgraded already: there is nothing left to answer.
        settle(false);
        socket.destroy();
      });
    },
    release: admission.leave,
    refuseAll(reason) {
      refusesAll = reason;
      for (const [socket, remote] of pending) refuse(socket, remote, 503, reason);
      pending.clear();
    },
  };
}
