import type { ConnectionSnapshot, ConnectionStatus } from '../client/index.js';

/** Where the connection stands, as far as a person is told. */
export type OutageStage =
  /** Messages flow. */
  | 'up'
  /** Nothing to say yet: the first dial, a drop within its grace period, a pause. */
  | 'quiet'
  /** The app wants no connection. */
  | 'ended'
  | 'lost'
  | 'failed';

/** What a person has been told of an outage. */
export interface OutageReport {
  readonly stage: OutageStage;
  /** The person knows of the outage, so its end is worth a word. */
  readonly isTold: boolean;
  /** What the latest change of the stage makes worth telling. */
  readonly news: 'lost' | 'failed' | 'restored' | null;
}

export const isUp = (status: ConnectionStatus): status is 'open' | 'degraded' =>
  status === 'open' || status === 'degraded';

/** Whether the connection was there and is being tried again. */
const isRetrying = (status: ConnectionStatus): status is 'reconnecting' | 'offline' =>
  status === 'reconnecting' || status === 'offline';

/** Whether a dial is under way: on the way to `open`, with nothing to wait for. */
export const isDialing = ({ status, nextRetryAt }: Pick<ConnectionSnapshot, 'status' | 'nextRetryAt'>): boolean =>
  nextRetryAt === null && (status === 'connecting' || isRetrying(status));

/** The stage that a snapshot shows. */
export function toStage({ status, lost }: ConnectionSnapshot): OutageStage {
  if (isUp(status)) return 'up';
  if (isRetrying(status)) return lost ? 'lost' : 'quiet';
  if (status === 'failed') return status;
  return status === 'idle' || status === 'closed' ? 'ended' : 'quiet';
}

/** The report after a change of the stage; `before` is null for the first one. */
export function nextReport(before: OutageReport | null, stage: OutageStage): OutageReport {
  const wasTold = before?.isTold ?? false;
  if (stage === 'up') return { stage, isTold: false, news: wasTold ? 'restored' : null };
  if (stage === 'quiet' || stage === 'ended') return { stage, isTold: wasTold && stage === 'quiet', news: null };
  // Another attempt after `failed` belongs to the same outage.
  const isNews = stage === 'failed' || before?.stage !== 'failed';
  return { stage, isTold: wasTold || isNews, news: isNews ? stage : null };
}
