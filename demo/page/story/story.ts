import type { HeartbeatEvent } from 'heartbeat-socket';
import type { Breakage } from '../path/createPath.js';

/** What was measured since the path was broken. Instants are epoch ms; null: has not happened. */
export interface Story {
  readonly breakage: Breakage | null;
  /** A heartbeat was missed. */
  readonly missedAt: number | null;
  /** The connection was found dead, or closed. */
  readonly noticedAt: number | null;
  /** Found by its heartbeat, without a close event. */
  readonly isFoundByHeartbeat: boolean;
  /** The outage was long enough to be shown. */
  readonly isShown: boolean;
  readonly attempts: number;
  /** How long it waited before each attempt. */
  readonly waitsMs: readonly number[];
  readonly failedAt: number | null;
  /** The browser said that the network is back. */
  readonly onlineAt: number | null;
  readonly backAt: number | null;
}

export const CALM: Story = {
  breakage: null,
  missedAt: null,
  noticedAt: null,
  isFoundByHeartbeat: false,
  isShown: false,
  attempts: 0,
  waitsMs: [],
  failedAt: null,
  onlineAt: null,
  backAt: null,
};

export type StoryEvent =
  | { readonly type: 'broken'; readonly breakage: Breakage | null }
  | { readonly type: 'recorded'; readonly record: HeartbeatEvent };

/** The story after something happened. Most records are no news to it, and leave it as it is. */
export function tell(story: Story, event: StoryEvent): Story {
  if (event.type === 'broken') return { ...CALM, breakage: event.breakage };
  // Before anything is broken, and after it is over, there is nothing to measure.
  if (!story.breakage || story.backAt !== null) return story;
  const { record } = event;
  const { at } = record;
  switch (record.kind) {
    case 'heartbeat.missed':
      return story.missedAt === null ? { ...story, missedAt: at } : story;
    case 'heartbeat.timeout':
      return { ...story, noticedAt: at, isFoundByHeartbeat: true };
    case 'connection.closed':
      return story.noticedAt === null ? { ...story, noticedAt: at } : story;
    case 'lost':
      return { ...story, isShown: true };
    case 'retry.scheduled':
      return { ...story, waitsMs: [...story.waitsMs, record.delayMs] };
    case 'connect.started':
      return { ...story, attempts: story.attempts + 1 };
    case 'retry.exhausted':
      return { ...story, failedAt: at };
    case 'page.changed':
      return record.signal === 'online' ? { ...story, onlineAt: at } : story;
    case 'reconnected':
      return { ...story, backAt: at };
    default:
      return story;
  }
}
