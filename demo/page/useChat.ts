import { useMessage } from 'heartbeat-socket';
import type { HeartbeatSocket } from 'heartbeat-socket';
import { useReducer } from 'react';
import { encodeSaid, parseNews, type ChatMessage, type ChatNews, type Unconfirmed } from './chatProtocol.js';

interface ChatState {
  readonly messages: readonly ChatMessage[];
  readonly unconfirmed: readonly Unconfirmed[];
  readonly people: number;
}

type ChatEvent = ChatNews | { readonly type: 'said-here'; readonly message: Unconfirmed };

const EMPTY_CHAT: ChatState = { messages: [], unconfirmed: [], people: 0 };

function reduce(state: ChatState, event: ChatEvent): ChatState {
  switch (event.type) {
    case 'said-here':
      return { ...state, unconfirmed: [...state.unconfirmed, event.message] };
    case 'chat.people':
      return { ...state, people: event.count };
    case 'chat.said':
      return {
        ...state,
        messages: [...state.messages, event.message],
        unconfirmed: without(state.unconfirmed, [event.message]),
      };
    case 'chat.history':
      return { ...state, messages: event.messages, unconfirmed: without(state.unconfirmed, event.messages) };
    default:
      return state;
  }
}

const without = (unconfirmed: readonly Unconfirmed[], arrived: readonly ChatMessage[]): readonly Unconfirmed[] =>
  unconfirmed.filter(({ id }) => !arrived.some((message) => message.id === id));

/**
 * A chat over the connection. The server sends its history for each connection. Our messages that are missing there are sent
 * again with the same id, so that an outage neither loses nor doubles a message.
 */
export function useChat(socket: HeartbeatSocket): ChatState & { readonly say: (name: string, text: string) => void } {
  const [state, dispatch] = useReducer(reduce, EMPTY_CHAT);

  useMessage((data) => {
    const news = parseNews(data);
    if (!news) return;
    if (news.type === 'chat.history') {
      for (const message of without(state.unconfirmed, news.messages)) socket.send(encodeSaid(message));
    }
    dispatch(news);
  }, socket);

  return {
    ...state,
    say: (name, text) => {
      const message = { id: crypto.randomUUID(), name, text };
      dispatch({ type: 'said-here', message });
      // Rejected without a connection. It is sent again when the next history lacks it.
      socket.send(encodeSaid(message));
    },
  };
}
