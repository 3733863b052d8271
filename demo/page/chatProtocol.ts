/** Something somebody said, as the server keeps it. */
export interface ChatMessage {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** Epoch ms, by the server's clock. */
  readonly at: number;
}

/** What the server tells. */
export type ChatNews =
  | { readonly type: 'chat.history'; readonly messages: readonly ChatMessage[] }
  | { readonly type: 'chat.said'; readonly message: ChatMessage }
  | { readonly type: 'chat.people'; readonly count: number };

/** Something said here that the server has not repeated yet: nobody can say whether it arrived. */
export type Unconfirmed = Omit<ChatMessage, 'at'>;

/** Reads a message of our own server; anything else is null. */
export function parseNews(data: unknown): ChatNews | null {
  try {
    const news = JSON.parse(String(data)) as ChatNews | null;
    return news?.type.startsWith('chat.') ? news : null;
  } catch {
    return null;
  }
}

export const encodeSaid = (message: Unconfirmed): string => JSON.stringify({ type: 'chat.say', ...message });
