import { ConnectionBanner, ConnectionIndicator, useConnection } from 'heartbeat-socket';
import { KIT_FATES } from '../chat/fates.js';
import { MessageList } from '../chat/MessageList.js';
import { kitVerdict } from '../story/kitVerdict.js';
import { Sentence } from '../story/Sentence.js';
import type { Story } from '../story/story.js';
import type { KitChat } from './useKitChat.js';

/** The right pane: the same chat with our connection, and the kit's banner over it. */
export function KitPane({ chat, story }: { chat: KitChat; story: Story }) {
  const { status, latencyMs, maxAttempts, waitingCount, sentCount } = useConnection((now) => ({
    status: now.status,
    latencyMs: now.status === 'open' && now.latency ? Math.max(1, Math.round(now.latency.smoothedMs)) : null,
    maxAttempts: now.maxAttempts,
    waitingCount: now.outbox?.queuedCount ?? 0,
    sentCount: now.delivery?.caughtUpCount ?? 0,
  }));
  const verdict = kitVerdict(story, {
    isOffline: status === 'offline',
    maxAttempts,
    waitingCount,
    sentCount,
    caughtUpCount: chat.caughtUpCount,
  });
  const separators = new Map(
    chat.catchUps.map(({ firstId, count }) => [firstId, `${count} while you were away`] as const),
  );
  return (
    <article className="pane kit" aria-labelledby="kit-title">
      <header>
        <h2 id="kit-title">With heartbeat-socket</h2>
        <code>{latencyMs === null ? '' : `${latencyMs} ms`}</code>
        <ConnectionIndicator />
      </header>
      <div className="stage">
        <div className="veil" aria-hidden="true" />
        <div className="banner-slot">
          {/* It folds into a chip after 8 s by default. Here it is what there is to see. */}
          <ConnectionBanner position="inline" foldAfterMs={20_000} />
        </div>
        <MessageList label="Chat with heartbeat-socket" items={chat.items} separators={separators} looks={KIT_FATES} />
      </div>
      <footer>
        <Sentence verdict={verdict} />
      </footer>
    </article>
  );
}
