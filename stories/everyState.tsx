import { useEffect, useState } from 'react';
import type { ConnectionSnapshot, Delivery } from '../src/client/snapshot/snapshot.js';
import { ConnectionBanner, type ConnectionBannerProps } from '../src/components/index.js';
import { scripted, type StorySnapshot } from './scripted.js';

const lastClose = { code: 1006, reason: '', wasClean: false, at: Date.UTC(2026, 0, 1, 11, 59) };
export const dialing: StorySnapshot = {
  status: 'reconnecting',
  lost: true,
  cause: 'closed',
  attempt: 3,
  lastClose,
};
export const lost: StorySnapshot = { ...dialing, retryInMs: 8_000 };
export const failed: StorySnapshot = { ...dialing, status: 'failed', cause: 'connect-error', attempt: 10 };

const outbox = { queuedCount: 2, unconfirmedCount: 0, droppedCount: 0 };
const delivery: Delivery = { caughtUpCount: 0, inDoubtCount: 0, notSentCount: 0, result: null };
const back: Partial<ConnectionSnapshot> = { status: 'open', lost: false, cause: null, attempt: 0, nextRetryAt: null };

interface State {
  snapshot: StorySnapshot;
  /** Follows the snapshot as soon as the banner is there. */
  next?: Partial<ConnectionSnapshot>;
  props?: ConnectionBannerProps;
}

/** What the banner may have to say, from the first dial to the end. */
export const bannerStates = {
  'First dial, after 3 s': { snapshot: { status: 'connecting' } },
  Lost: { snapshot: lost },
  'Lost, with an outbox': { snapshot: { ...lost, outbox } },
  'Lost, in doubt': { snapshot: lost, next: { delivery: { ...delivery, inDoubtCount: 1 } } },
  Dialling: { snapshot: dialing },
  'No network': { snapshot: { ...lost, status: 'offline', cause: 'network-offline', retryInMs: 30_000 } },
  'The server said goodbye': { snapshot: { ...lost, cause: 'drain', attempt: 1, retryInMs: 3_000 } },
  'No server': { snapshot: { ...lost, cause: 'unreachable', attempt: 6, retryInMs: 18_000 } },
  'A proxy in the way': { snapshot: { ...lost, cause: 'upgrade-blocked', attempt: 6, retryInMs: 9_000 } },
  'Needs the person': { snapshot: { status: 'failed', cause: 'auth' }, props: { onSignIn: () => {} } },
  'Attempts used up': { snapshot: failed },
  'Attempts used up, with an outbox': { snapshot: { ...failed, outbox } },
  Folded: { snapshot: lost, props: { foldAfterMs: 0 } },
  'Back, for 2 s': { snapshot: lost, next: back },
  'Back, with an outbox': { snapshot: lost, next: { ...back, delivery: { ...delivery, caughtUpCount: 2 } } },
} satisfies Record<string, State>;

export type BannerStateName = keyof typeof bannerStates;

/** The banner in one state, in the flow of the page, with a connection of its own. */
export function BannerIn({ state, ...props }: { state: BannerStateName } & ConnectionBannerProps) {
  const { snapshot, next, props: own }: State = bannerStates[state];
  const [socket] = useState(() => scripted(snapshot));
  useEffect(() => {
    if (next) socket.set(next);
  }, [socket, next]);
  return (
    <ConnectionBanner
      position="inline"
      hotkey={null}
      foldAfterMs={Infinity}
      socket={socket}
      aria-label={state}
      {...own}
      {...props}
    />
  );
}

/** With its name; and what is there for two seconds only can be seen again. */
function Shown({ state }: { state: BannerStateName }) {
  const [timesAsked, setTimesAsked] = useState(0);
  return (
    <div>
      <small>
        {state}
        {state.startsWith('Back') && (
          <button type="button" onClick={() => setTimesAsked((times) => times + 1)}>
            Show it again
          </button>
        )}
      </small>
      <BannerIn key={timesAsked} state={state} />
    </div>
  );
}

/** All of them under each other, each with its name. */
export function EveryBanner({ states = Object.keys(bannerStates) as BannerStateName[] }) {
  return (
    <div className="sheet">
      {states.map((state) => (
        <Shown key={state} state={state} />
      ))}
    </div>
  );
}
