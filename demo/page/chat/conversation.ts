import type { ChatMessage, ChatNews, Saying } from './chatProtocol.js';

/**
 * What became of a message of ours. `handed`: the socket took it, which proves nothing. `waiting`: kept until there is a
 * connection. `refused`: the socket did not take it. `arrived`: the server has sent it back.
 */
export type Fate = 'handed' | 'waiting' | 'refused' | 'arrived';

/** One message in a pane. */
export interface Item extends ChatMessage {
  /** null for a message of another person. */
  readonly fate: Fate | null;
  /** Came with the catch-up after an outage. */
  readonly isLate: boolean;
}

/** A pane's conversation, oldest first. */
export interface Conversation {
  readonly items: readonly Item[];
  /** Catch-ups that brought something: how many messages, and the first of them. */
  readonly catchUps: readonly { readonly firstId: string; readonly count: number }[];
  /** The newest of them. */
  readonly caughtUpCount: number;
}

export const EMPTY: Conversation = { items: [], catchUps: [], caughtUpCount: 0 };

export type ChatEvent =
  | ChatNews
  | { readonly type: 'said-here'; readonly saying: Saying; readonly fate: Fate; readonly at: number }
  | { readonly type: 'waits'; readonly ids: readonly string[] };

/** What a pane shows after something happened. */
export function converse(state: Conversation, event: ChatEvent): Conversation {
  switch (event.type) {
    case 'said-here': {
      const { saying, fate, at } = event;
      const item: Item = { ...saying, name: 'You', at, via: [], fate, isLate: false };
      return { ...state, items: [...state.items, item] };
    }
    case 'waits':
      return { ...state, items: state.items.map((item) => (event.ids.includes(item.id) ? waiting(item) : item)) };
    case 'chat.also':
      return {
        ...state,
        items: state.items.map((item) => (item.id === event.id ? { ...item, via: [...item.via, event.via] } : item)),
      };
    case 'chat.said':
      return { ...state, items: merged(state.items, [event.message], false) };
    case 'chat.history':
      return catchUp(state, event.messages);
    default:
      return state;
  }
}

/** A history at the beginning is the conversation; later it brings what this pane has missed. */
function catchUp(state: Conversation, messages: readonly ChatMessage[]): Conversation {
  const isFirst = state.items.length === 0;
  const missed = messages.filter(({ id }) => !state.items.some((item) => item.id === id));
  const items = merged(state.items, messages, !isFirst);
  const [first] = missed;
  if (isFirst || !first) return { ...state, items, caughtUpCount: 0 };
  const count = missed.length;
  return { items, catchUps: [...state.catchUps, { firstId: first.id, count }], caughtUpCount: count };
}

const waiting = (item: Item): Item => (item.fate === 'arrived' ? item : { ...item, fate: 'waiting' });

/** Ours stay where they were written; what is new comes at the end. */
function merged(items: readonly Item[], messages: readonly ChatMessage[], isLate: boolean): readonly Item[] {
  const arrived = new Map(messages.map((message) => [message.id, message]));
  const known = items.map((item): Item => {
    const message = arrived.get(item.id);
    if (!message) return item;
    arrived.delete(item.id);
    return { ...item, via: message.via, fate: item.fate && 'arrived' };
  });
  const added = [...arrived.values()].map((message): Item => ({
    ...message,
    fate: message.via.length > 0 ? 'arrived' : null,
    isLate,
  }));
  return [...known, ...added];
}
