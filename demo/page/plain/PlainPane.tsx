import { PLAIN_FATES } from '../chat/fates.js';
import { Message } from '../chat/Message.js';
import { MessageList } from '../chat/MessageList.js';
import type { NeverArrived } from '../chat/neverArrived.js';
import { isHalfOpen, plainVerdict } from '../story/plainVerdict.js';
import { Sentence } from '../story/Sentence.js';
import type { Story } from '../story/story.js';
import { useNow } from '../story/useNow.js';
import { plainStatus } from './plainStatus.js';
import type { PlainChat } from './usePlainChat.js';

interface PlainPaneProps {
  chat: PlainChat;
  story: Story;
  lost: NeverArrived;
}

/** The left pane: a plain WebSocket, and what it believes of itself. */
export function PlainPane({ chat, story, lost }: PlainPaneProps) {
  const { missed, unheardIds } = lost;
  const facts = { ...chat, missedCount: missed.length, unheardCount: unheardIds.length };
  const now = useNow(isHalfOpen(story, chat));
  const status = plainStatus(chat.readyState);
  const isDead = chat.closeCode !== null || missed.length + unheardIds.length > 0;
  return (
    <article className="pane plain" aria-labelledby="plain-title">
      <header>
        <h2 id="plain-title">Plain WebSocket</h2>
        <code>
          readyState <span>{chat.readyState}</span>
        </code>
        <span className="status" data-status={status.state}>
          {status.word}
        </span>
      </header>
      <div className="stage">
        <MessageList label="Plain chat" items={chat.items} looks={PLAIN_FATES} unheardIds={unheardIds}>
          {missed.length > 0 && (
            <>
              <li className="separator" data-tone="gone">
                Never arrived
              </li>
              {missed.map((item) => (
                <Message key={item.id} item={{ ...item, isLate: false }} looks={PLAIN_FATES} isLost />
              ))}
            </>
          )}
        </MessageList>
      </div>
      <footer>
        <Sentence verdict={plainVerdict(story, facts, now)} />
        {isDead && (
          <button type="button" className="quiet" onClick={() => void chat.reload()}>
            Reload it
          </button>
        )}
      </footer>
    </article>
  );
}
