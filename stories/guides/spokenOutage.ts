import type { StorySnapshot } from '../scripted.js';

/** What happens in an outage, and what a screen reader says of it by itself. A test plays it and listens. */
export const spokenOutage: readonly { happens: string; snapshot: StorySnapshot; says: string | null }[] = [
  {
    happens: 'The connection drops',
    snapshot: { status: 'reconnecting', lost: false, cause: 'closed', attempt: 1, retryInMs: 5_000 },
    says: null,
  },
  {
    happens: 'It has been away for a second',
    snapshot: { lost: true },
    says: 'Connection lost. Reconnecting…',
  },
  {
    happens: 'Attempts fail, and the seconds count down',
    snapshot: { cause: 'connect-error', attempt: 4, retryInMs: 5_000 },
    says: null,
  },
  {
    happens: 'The page learns that the server cannot be reached',
    snapshot: { cause: 'unreachable', retryInMs: 5_000 },
    says: 'Can’t reach the server. Reconnecting…',
  },
  {
    happens: 'All attempts are used up',
    snapshot: { status: 'failed', cause: 'connect-error', attempt: 10, nextRetryAt: null },
    says: 'Can’t reconnect. Tried 10 times',
  },
  {
    happens: 'The connection is back',
    snapshot: { status: 'open', lost: false, cause: null, attempt: 0, nextRetryAt: null },
    says: 'Back online',
  },
];
