import type { HeartbeatEventKind } from '../../protocol/events.js';
import { ALL_KINDS, LASTING_KINDS } from '../telemetry/lastingKinds.js';

const MAX_CHARS = 1_000;

/**
 * Reads which kinds are asked for: names, or the beginnings of names (`peer.*`, `*`), separated by commas. None: all that
 * are kept. A message for what no kind begins with.
 */
export function parseKinds(text: string): ReadonlySet<HeartbeatEventKind> | { readonly message: string } {
  if (text.length > MAX_CHARS) return { message: `kind must have at most ${MAX_CHARS} characters` };
  const wanted = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (wanted.length === 0) return new Set(LASTING_KINDS);
  const found = new Set<HeartbeatEventKind>();
  for (const name of wanted) {
    const kinds = ALL_KINDS.filter((kind) =>
      name === '*' || name.endsWith('.*') ? kind.startsWith(name.slice(0, -1)) : kind === name,
    );
    if (kinds.length === 0) {
      return {
        message: `kind must name records, such as heartbeat.missed or connect.*, or several separated by commas`,
      };
    }
    for (const kind of kinds) found.add(kind);
  }
  return found;
}
