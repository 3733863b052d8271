import { createHash } from 'node:crypto';
import type { Participant, TrialClose } from '../../guard/trial.js';
import { addressKey } from '../../http/address.js';
import type { CloseReason } from '../../views.js';

/** A connection, as far as a guarded change has to know it. */
export interface GuardedPeer {
  /** Null before the hello, and where the client has none. */
  readonly sessionId: string | null;
  readonly remote: string;
  /** Since when it follows a change that is only tried (monotonic ms); null: it follows what is in force. */
  triesSince: number | null;
  announceSettings(): void;
}

/** The connections, and how they are told. */
export interface GuardedPeers {
  readonly all: Iterable<GuardedPeer>;
  /** Calls `act` for each, between turns of the event loop. */
  readonly inTurns: (act: (peer: GuardedPeer) => void) => void;
  /** Some follow another interval now. */
  readonly retime: () => void;
}

const PLACES = 2 ** 48;

/**
 * A person as a trial knows people, on whichever gateway: by hashes with the name of the trial, which are short, and tell
 * other gateways no session and no address. Null for a peer that cannot be known again when it comes back.
 */
export function toParticipant(
  { sessionId, remote }: Pick<GuardedPeer, 'sessionId' | 'remote'>,
  trialId: string,
): Participant | null {
  if (sessionId === null) return null;
  const address = addressKey(remote);
  return toPerson(
    numberOf(`${trialId}:${sessionId}`),
    address === null ? null : numberOf(`${trialId}:${address}`).toString(36),
  );
}

/** A person by the number of their session. */
export const toPerson = (number: number, block: string | null): Participant => ({
  sessionId: number.toString(36),
  place: number / PLACES,
  block,
});

/** The number of a person's session, as one gateway tells another. */
export const numberOfPerson = ({ place }: Participant): number => place * PLACES;

const numberOf = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 6);

/** How a connection ended, for a trial. */
export const toTrialClose = (
  { triesSince }: Pick<GuardedPeer, 'triesSince'>,
  reason: CloseReason,
  silentMs: number,
  now: number,
): TrialClose => ({
  isAbnormal: reason === 'abnormal',
  isHeartbeatTimeout: reason === 'heartbeat_timeout',
  // What told the peer of the change was a frame as well.
  silentMs: triesSince === null ? silentMs : Math.min(silentMs, now - triesSince),
});
