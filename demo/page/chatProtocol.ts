/** A message, as the server keeps it. */
export interface ChatMessage {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** Epoch ms, by the server's clock. */
  readonly at: number;
}

/** What the server sends. */
export type ChatNews =
  | { readonly type: 'chat.history'; readonly messages: readonly ChatMessage[] }
  | { readonly type: 'chat.said'; readonly message: ChatMessage }
  | { readonly type: 'chat.people'; readonly count: number };

/** A message of this tab that the server has not sent back yet, so it may not have arrived. */
export type Unconfirmed = Omit<ChatMessage, 'at'>;

/** Reads a message of the chat server; null for anything else. */
export function parseNews(data: unknown): ChatNews | null {
  try {
    const news = JSON.parse(String(data)) as ChatNews | null;
    return news?.type.startsWith('chat.') ? news : null;
  } catch {
    return null;
  }
}

export const encodeSaid = (message: Unconfirmed): string => JSON.stringify({ type: 'chat.say', ...message });
