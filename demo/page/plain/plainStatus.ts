interface PlainStatus {
  readonly state: 'waiting' | 'alive' | 'gone';
  readonly word: string;
}

const STATUSES: Readonly<Record<number, PlainStatus>> = {
  [WebSocket.CONNECTING]: { state: 'waiting', word: 'Connecting' },
  [WebSocket.OPEN]: { state: 'alive', word: 'Connected' },
};

/** What an app shows that trusts `readyState`. */
export const plainStatus = (readyState: number): PlainStatus =>
  STATUSES[readyState] ?? { state: 'gone', word: 'Closed' };
