/** A sentence under a pane. `**` stands around the fact. */
export interface Verdict {
  readonly sign: 'calm' | 'beat' | 'waiting' | 'good' | 'gone';
  readonly text: string;
}
