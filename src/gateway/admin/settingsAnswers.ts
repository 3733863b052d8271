import type { SettingsView } from '../../admin/schemas/settings.js';
import { jsonAnswer, problemAnswer, type Answer } from '../http/answer.js';
import type { ChangeOrder } from '../settings/changeOrder.js';
import type { ChangeOutcome } from '../settings/operatorChange.js';

/** The settings. Their version is the tag by which a change says which settings it was made for. */
export const settingsAnswer = (settings: SettingsView): Answer =>
  jsonAnswer(200, settings, { ETag: `"${settings.version}"` });

/**
 * Reads `If-Match`: `3` and `"3"` both mean version 3. So do `W/"3"` and `"3-gzip"`, because proxies that compress an answer
 * weaken its tag (nginx) or add the encoding to it (Apache, Caddy). Any other text matches no version.
 */
export function readIfMatch(header: string | undefined): Pick<ChangeOrder, 'isStale' | 'seenVersion'> {
  if (header === undefined || header.trim() === '*') return { isStale: () => false, seenVersion: null };
  const tags = header.split(',').map((tag) =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1')
      .replace(/-(?:gzip|br|zstd|deflate)$/, ''),
  );
  const versions = tags.filter((tag) => /^\d{1,15}$/.test(tag)).map(Number);
  return {
    isStale: (version) => !versions.includes(version),
    seenVersion: versions.length === 0 ? null : Math.max(...versions),
  };
}

/** Answers a change. */
export function changeAnswer(outcome: ChangeOutcome): Answer {
  switch (outcome.kind) {
    case 'done':
      return settingsAnswer(outcome.view);
    case 'dry':
      return jsonAnswer(200, outcome.answer);
    case 'trying': {
      const detail = 'A change is being tried. Promote it, take it back, or wait for its end.';
      return problemAnswer(409, { type: 'urn:heartbeat:guard', detail, guard: outcome.guard });
    }
    case 'not-trying':
      return problemAnswer(409, 'No change is being tried.');
    case 'stale': {
      const { current, changes } = outcome;
      const detail = `The settings have changed since then. Their version is now ${current.version}.`;
      return problemAnswer(412, { type: 'urn:heartbeat:stale', detail, current, changes: [...changes] });
    }
    case 'unknown-version':
      return problemAnswer(404, 'The history has no such version.');
    case 'refused':
      return problemAnswer(422, outcome.message);
    case 'above-limit':
      return problemAnswer(422, { type: 'urn:heartbeat:path-limit', detail: outcome.message });
    case 'not-kept':
      return problemAnswer(503, { type: 'urn:heartbeat:not-kept', detail: outcome.message });
  }
}
