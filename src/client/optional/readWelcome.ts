import type { Fields } from '../../protocol/frameFields.js';
import { parseFrame } from '../../protocol/parse.js';

/** What a welcome says to the parts that send something to the gateway. */
export interface Welcome {
  readonly connectionId: string;
  /** What the gateway would like to be told: unparsed. */
  readonly wants: unknown;
}

/** Reads a welcome; null for any other frame. This is not in the parser, because every page carries the parser. */
export function readWelcome(data: unknown): Welcome | null {
  const frame = parseFrame(data);
  if (frame.kind !== 'welcome') return null;
  return { connectionId: frame.connectionId, wants: (JSON.parse(String(data)) as Fields)['wants'] };
}
