import { useMessage, type HeartbeatSocket } from 'heartbeat-socket';
import { useCallback, useReducer } from 'react';
import { encodeSaying, parseNews, type Saying } from '../chat/chatProtocol.js';
import { converse, EMPTY, type Conversation, type Fate } from '../chat/conversation.js';

export interface KitChat extends Conversation {
  readonly say: (saying: Saying) => void;
  /** These were sent just before a loss and wait now, to be sent again. */
  readonly wait: (ids: readonly string[]) => void;
}

const FATES: Record<ReturnType<HeartbeatSocket['send']>, Fate> = {
  sent: 'handed',
  queued: 'waiting',
  rejected: 'refused',
};

/** The same chat over a connection of ours. The server sends its history for each connection, which is the catch-up. */
export function useKitChat(socket: HeartbeatSocket): KitChat {
  const [conversation, dispatch] = useReducer(converse, EMPTY);
  useMessage((data) => {
    const news = parseNews(data);
    if (news) dispatch(news);
  }, socket);
  const say = useCallback(
    (saying: Saying) => {
      const fate = FATES[socket.send(encodeSaying(saying))];
      dispatch({ type: 'said-here', saying, fate, at: Date.now() });
    },
    [socket],
  );
  const wait = useCallback((ids: readonly string[]) => dispatch({ type: 'waits', ids }), []);
  return { ...conversation, say, wait };
}
