/** How much an operator's message matters. */
export type NoticeLevel = 'info' | 'warning';

/** Text in each language that it was written in, by language tag (BCP 47). It is text, and never markup. */
export type NoticeText = Readonly<Record<string, string>>;

/** What an operator says to all pages, as a page has it. */
export interface Notice {
  readonly id: string;
  readonly level: NoticeLevel;
  readonly text: NoticeText;
  /** It is no longer in force from then on, epoch ms; null: until the operator withdraws it. */
  readonly endsAt: number | null;
}
