import type { Fields } from '../../protocol/frameFields.js';
import { parseFrame } from '../../protocol/parse.js';

/** What a welcome says to those who have something to tell. */
export interface Welcome {
  readonly connectionId: string;
  /** What the gateway would like to be told: unparsed. */
  readonly wants: unknown;
}

/** Reads a welcome; null for any other frame. It is here and not in the parser, which every page carries. */
export function readWelcome(data: unknown): Welcome | null {
  const frame = parseFrame(data);
  if (frame.kind !== 'welcome') return null;
  return { connectionId: frame.connectionId, wants: (JSON.parse(String(data)) as Fields)['wants'] };
}
