import { HeartbeatProvider } from 'heartbeat-socket';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Adopt } from './adopt/Adopt.js';
import type { Saying } from './chat/chatProtocol.js';
import { Composer } from './chat/Composer.js';
import { useNeverArrived } from './chat/useNeverArrived.js';
import { Header } from './header/Header.js';
import { KitPane } from './kit/KitPane.js';
import { useKit } from './kit/useKit.js';
import { EventLog } from './log/EventLog.js';
import { createPath, type Breakage } from './path/createPath.js';
import { FaultButtons } from './path/FaultButtons.js';
import { useBreaking } from './path/useBreaking.js';
import { PlainPane } from './plain/PlainPane.js';
import { usePlainChat } from './plain/usePlainChat.js';
import { PulseLine } from './pulse/PulseLine.js';
import { isHalfOpen } from './story/plainVerdict.js';
import { useStory } from './story/useStory.js';

/** Two chats, one server, one path between them, and six ways to break it. */
export function App() {
  const [path] = useState(createPath);
  const isHurried = useRef(false);
  const kit = useKit(path, () => isHurried.current);
  const plain = usePlainChat(`/plain?path=${path.id}`);
  const [story, begin] = useStory(kit.socket);
  const lost = useNeverArrived(kit.chat.items, plain.items);

  const { breakage } = story;
  const isDead = plain.closeCode !== null || isHalfOpen(story, plain);
  const { reload } = plain;
  const breaking = useBreaking(
    path,
    kit.socket,
    useMemo(() => ({ isDead, reload }), [isDead, reload]),
    useCallback(
      (next: Breakage | null) => {
        isHurried.current = next?.fault === 'exhaust';
        begin(next);
      },
      [begin],
    ),
  );

  const sayThroughBoth = (saying: Saying): void => {
    plain.say(saying);
    kit.chat.say(saying);
  };

  return (
    <HeartbeatProvider socket={kit.socket}>
      <Header socket={kit.socket} />
      <main>
        <div className="hero column">
          <h1>“Open” doesn’t mean alive.</h1>
          <p>
            Two chats, one server, one path between them. Break the path, and watch which of the two tells you the
            truth.
          </p>
          <FaultButtons breaking={breaking} isFresh={breakage === null} />
        </div>
        <PulseLine socket={kit.socket} story={story} />
        <div className="duel column">
          <PlainPane chat={plain} story={story} lost={lost} />
          <KitPane chat={kit.chat} story={story} />
        </div>
        <div className="column">
          <Composer onSay={sayThroughBoth} />
        </div>
        <EventLog socket={kit.socket} />
        <Adopt />
      </main>
    </HeartbeatProvider>
  );
}
