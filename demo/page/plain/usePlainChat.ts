import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { encodeSaying, parseNews, type Saying } from '../chat/chatProtocol.js';
import { converse, EMPTY, type ChatEvent, type Conversation } from '../chat/conversation.js';

/** How the plain socket looks from outside: all that a page knows which uses one. */
export interface PlainChat extends Conversation {
  readonly readyState: number;
  readonly closeCode: number | null;
  /** When the last message came in, epoch ms. */
  readonly heardAt: number;
  /** How often it was reloaded. */
  readonly reloads: number;
  readonly say: (saying: Saying) => void;
  /** A new socket and a new conversation, as after a reload of the page. Resolves when it is open, or is not to be. */
  readonly reload: () => Promise<void>;
}

interface Line {
  readonly readyState: number;
  readonly closeCode: number | null;
  readonly heardAt: number;
}

type PlainEvent = ChatEvent | { readonly type: 'reload' };

const reduce = (state: Conversation, event: PlainEvent): Conversation =>
  event.type === 'reload' ? EMPTY : converse(state, event);

/** A chat over `new WebSocket`, as it is written every day: no heartbeat, no reconnect, no queue. */
export function usePlainChat(url: string): PlainChat {
  const socket = useRef<WebSocket | null>(null);
  const settled = useRef<(() => void) | undefined>(undefined);
  const [reloads, setReloads] = useState(0);
  const [line, setLine] = useState<Line>({ readyState: WebSocket.CONNECTING, closeCode: null, heardAt: 0 });
  const [conversation, dispatch] = useReducer(reduce, EMPTY);

  useEffect(() => {
    const fresh = new WebSocket(`${url}&load=${reloads}`);
    const listening = new AbortController();
    const on = <Kind extends keyof WebSocketEventMap>(kind: Kind, react: (event: WebSocketEventMap[Kind]) => void) =>
      fresh.addEventListener(kind, react, listening);
    const note = (closeCode: number | null): void => {
      setLine({ readyState: fresh.readyState, closeCode, heardAt: Date.now() });
      settled.current?.();
    };
    socket.current = fresh;
    on('open', () => note(null));
    on('close', ({ code }) => note(code));
    on('message', ({ data }) => {
      note(null);
      const news = parseNews(data);
      if (news) dispatch(news);
    });
    return () => {
      listening.abort();
      fresh.close();
    };
  }, [url, reloads]);

  const say = useCallback((saying: Saying) => {
    const isOpen = socket.current?.readyState === WebSocket.OPEN;
    // It throws nothing and returns nothing, wherever the bytes go.
    if (isOpen) socket.current?.send(encodeSaying(saying));
    dispatch({ type: 'said-here', saying, fate: isOpen ? 'handed' : 'refused', at: Date.now() });
  }, []);
  const reload = useCallback(() => {
    dispatch({ type: 'reload' });
    setLine({ readyState: WebSocket.CONNECTING, closeCode: null, heardAt: Date.now() });
    setReloads((count) => count + 1);
    return new Promise<void>((resolve) => {
      settled.current = resolve;
    });
  }, []);

  return { ...conversation, ...line, reloads, say, reload };
}
