/** Which of the two sockets brought a message to the server. */
export type Via = 'kit' | 'plain';

/** A message, as the server keeps it. */
export interface ChatMessage {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** Epoch ms, by the server's clock. */
  readonly at: number;
  /** The sockets that have brought it; empty for what a colleague says. */
  readonly via: readonly Via[];
}

/** What the server sends. */
export type ChatNews =
  | { readonly type: 'chat.history'; readonly messages: readonly ChatMessage[] }
  | { readonly type: 'chat.said'; readonly message: ChatMessage }
  /** The other socket has brought the message as well. */
  | { readonly type: 'chat.also'; readonly id: string; readonly via: Via };

/** What a tab sends. The id makes it safe to send it twice. */
export interface Saying {
  readonly id: string;
  readonly text: string;
}

/** Reads a message of the chat server; null for anything else. */
export function parseNews(data: unknown): ChatNews | null {
  try {
    const news = JSON.parse(String(data)) as ChatNews | null;
    return news?.type.startsWith('chat.') ? news : null;
  } catch {
    return null;
  }
}

export const encodeSaying = (saying: Saying): string => JSON.stringify({ type: 'chat.say', ...saying });
