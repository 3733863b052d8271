import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { AcceptRate } from './acceptRate.js';
import { Admission, type AdmissionLimits } from './admission.js';
import { runAuthentication, type Authenticate } from './authentication.js';
import type { ClientAddress } from './clientAddress.js';
import type { Clock } from '../clock.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import { refuseOrigin, type OriginRule } from './origins.js';
import type { PeerSocket } from '../peerSocket.js';
import { ignoreSocketError, refuseUpgrade } from './refusal.js';
import type { Tally } from '../telemetry/tally.js';

/** What a client that finds no place is told to wait. */
const RETRY_AFTER_S = '5';
/** Of a crowd that comes at once the next part may come in a second later. */
const CROWD_RETRY_AFTER_S = '1';
/** Below it, compressing costs more than it saves. */
const COMPRESS_FROM_BYTES = 1_024;

/** What an upgrade has to pass, and what it becomes. */
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

/** An upgrade that became a socket. */
export interface Upgraded {
  readonly socket: PeerSocket;
  readonly request: IncomingMessage;
  readonly remote: string;
  readonly data: unknown;
  readonly tookMs: number;
}

/** What the doorkeeper needs of the gateway. */
export interface UpgradeContext {
  readonly clock: Clock;
  readonly clientAddress: ClientAddress;
  readonly recorder: EventRecorder;
  readonly tally: Tally;
  readonly onOpen: (upgraded: Upgraded) => void;
}

/** Lets upgrades in or refuses them, before any socket is open. */
export class Doorkeeper {
  readonly #rules: UpgradeRules;
  readonly #context: UpgradeContext;
  readonly #admission: Admission;
  readonly #rate: AcceptRate;
  readonly #handshakes: WebSocketServer;
  readonly #pending = new Set<Duplex>();
  #refusesAll: 'draining' | 'closing' | null = null;

  constructor(rules: UpgradeRules, context: UpgradeContext) {
    this.#rules = rules;
    this.#context = context;
    this.#admission = new Admission(rules);
    this.#rate = new AcceptRate(rules.admitPerSecond);
    const options = {
      noServer: true,
      clientTracking: false,
      maxPayload: rules.maxPayload,
      perMessageDeflate: rules.perMessageDeflate && {
        threshold: COMPRESS_FROM_BYTES,
        // A context kept between messages is up to 300 kB a connection. `maxPayload` bounds what a message inflates to.
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
      },
      // Closes that the application or `ws` begin end as soon as ours do; by default `ws` waits 30 s.
      closeTimeout: rules.closeTimeoutMs,
    };
    this.#handshakes = new WebSocketServer(options);
  }

  get path(): string {
    return this.#rules.path;
  }

  /** Takes an upgrade over. Never throws: whatever happens, the socket is answered or destroyed. */
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', ignoreSocketError);
    const remote = this.#context.clientAddress(request);
    if (this.#refusesAll !== null) return this.#refuse(socket, remote, 503, this.#refusesAll);
    const wrongOrigin = refuseOrigin(request, this.#rules);
    if (wrongOrigin !== null) return this.#refuse(socket, remote, 403, 'origin', wrongOrigin);
    const full = this.#admission.enter(remote);
    if (full !== null) return this.#refuse(socket, remote, full === 'address_limit' ? 429 : 503, full);
    if (!this.#rate.allows(this.#context.clock.now())) {
      this.#admission.leave(remote);
      return this.#refuse(socket, remote, 503, 'accept_rate', undefined, CROWD_RETRY_AFTER_S);
    }
    this.#pending.add(socket);
    const settle = (isOpen: boolean): void => {
      this.#pending.delete(socket);
      if (!isOpen) this.#admission.leave(remote);
    };
    this.#proceed(request, socket, head, remote).then(settle, () => {
      // `ws` throws for a socket that somebody else has upgraded already: there is nothing left to answer.
      settle(false);
      socket.destroy();
    });
  }

  /** A socket that was let in has closed. */
  release(remote: string): void {
    this.#admission.leave(remote);
  }

  /** Lets nobody in any more; who waits at the door is refused. */
  refuseAll(reason: 'draining' | 'closing'): void {
    this.#refusesAll = reason;
    for (const socket of this.#pending) refuseUpgrade(socket, 503, { 'Retry-After': RETRY_AFTER_S });
  }

  async #proceed(request: IncomingMessage, socket: Duplex, head: Buffer, remote: string): Promise<boolean> {
    const { clock, onOpen } = this.#context;
    const { authenticate, handshakeTimeoutMs } = this.#rules;
    const startedAt = clock.now();
    let data: unknown;
    if (authenticate) {
      const outcome = await runAuthentication(authenticate, request, clock, handshakeTimeoutMs);
      if (this.#refusesAll !== null || socket.destroyed) return false;
      if (!outcome.ok) {
        this.#refuse(socket, remote, outcome.status, outcome.reason);
        return false;
      }
      data = outcome.data;
    }
    let isOpen = false;
    // Calls back at once, or answers the bad handshake itself.
    this.#handshakes.handleUpgrade(request, socket, head, (ws) => {
      isOpen = true;
      socket.off('error', ignoreSocketError);
      onOpen({
        socket: ws,
        request,
        remote,
        data,
        tookMs: Math.round(clock.now() - startedAt),
      });
    });
    return isOpen;
  }

  #refuse(
    socket: Duplex,
    remote: string,
    status: number,
    reason: string,
    message?: string,
    retryAfterS = RETRY_AFTER_S,
  ): void {
    this.#context.tally.counters.rejected += 1;
    const details = message === undefined ? { reason, status } : { reason, status, message };
    this.#context.recorder.record('peer.rejected', details, { remote });
    const headers: Record<string, string> = {};
    if (status === 401) headers['WWW-Authenticate'] = 'Bearer';
    if (status === 429 || status === 503) headers['Retry-After'] = retryAfterS;
    refuseUpgrade(socket, status, headers);
  }
}
