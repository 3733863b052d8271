import {
  encodeFrame,
  encodePing,
  encodePong,
  type HeartbeatTiming,
  type HelloFrame,
  type NoticeFrame,
} from '../protocol/frames.js';
import { parseClientFrame } from '../protocol/parseClientFrame.js';
import { RECORDS_PREFIX, toHomeRecord, type HomeRecord, type RecordsWish } from '../protocol/records.js';
import type { FakeLink } from './fakeLink.js';

/** One client of the fake gateway. */
export interface FakePeer {
  readonly id: string;
  readonly url: string;
  /** The application's messages, oldest first; heartbeats are not among them. */
  readonly received: readonly unknown[];
  /** The records that the client has sent home, oldest first, as a gateway that collects takes them; with `collect`. */
  readonly records: readonly HomeRecord[];
  /** What the client said about itself after the welcome; null before. */
  readonly hello: HelloFrame | null;
  readonly pingCount: number;
  readonly pongCount: number;
  send(data: unknown): void;
  /** Sends the client a ping. */
  ping(id?: number): void;
  /** A closing handshake. @param code 1000 by default */
  close(code?: number, reason?: string): void;
  /** A reset: the client sees 1006. */
  terminate(): void;
}

/** What the gateway tells a client that it accepts. */
export interface Greeting {
  readonly gatewayId: string;
  readonly heartbeat: HeartbeatTiming;
  readonly version: number;
  readonly administered: boolean;
  /** Undefined: it collects nothing. */
  readonly wants: { readonly records: RecordsWish } | undefined;
}

/** A peer, and how the network reaches it. */
export interface PeerEnd {
  readonly peer: FakePeer;
  readonly greeting: (greeting: Greeting) => string;
  readonly receive: (data: unknown) => void;
}

/** Sends a notice to a peer, if its hello said that it knows what one is. */
export function tellOf(notice: NoticeFrame, peer: FakePeer): void {
  if (peer.hello?.knows?.includes('notice')) peer.send(encodeFrame(notice));
}

/** @param link is read late, because the peer is made before its link. */
export function createFakePeer(
  id: string,
  url: string,
  link: () => FakeLink,
  onMessage: (data: unknown, peer: FakePeer) => void,
  notice: () => NoticeFrame | null,
): PeerEnd {
  const received: unknown[] = [];
  const records: HomeRecord[] = [];
  let isCollecting = false;
  let hello: HelloFrame | null = null;
  let pingCount = 0;
  let pongCount = 0;
  const peer: FakePeer = {
    id,
    url,
    received,
    records,
    get hello() {
      return hello;
    },
    get pingCount() {
      return pingCount;
    },
    get pongCount() {
      return pongCount;
    },
    send: (data) => link().sendDown(data),
    ping: (pingId) => link().sendDown(encodePing(pingId)),
    close: (code = 1000, reason = '') => link().closeDown(code, reason, true),
    terminate: () => link().closeDown(1006, '', false),
  };
  return {
    peer,
    greeting: (greeting) => {
      isCollecting = greeting.wants !== undefined;
      return encodeFrame({ kind: 'welcome', connectionId: id, ...greeting });
    },
    receive: (data) => {
      // These never reach the application, whether the gateway collects them or not.
      if (typeof data === 'string' && data.startsWith(RECORDS_PREFIX)) {
        if (isCollecting) records.push(...recordsIn(data));
        return;
      }
      const frame = parseClientFrame(data);
      if (frame.kind === 'ping') {
        pingCount += 1;
        peer.send(encodePong(frame.id));
      } else if (frame.kind === 'pong') pongCount += 1;
      else if (frame.kind === 'hello') {
        hello = frame;
        const inForce = notice();
        if (inForce) tellOf(inForce, peer);
      } else if (frame.kind === 'message' && frame.unknown === undefined) {
        received.push(data);
        onMessage(data, peer);
      }
    },
  };
}

const recordsIn = (frame: string): HomeRecord[] =>
  (JSON.parse(frame) as { readonly records: readonly unknown[] }).records
    .map(toHomeRecord)
    .filter((record) => record !== null);
