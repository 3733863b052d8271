import type { IncomingMessage } from 'node:http';
import { TIMELINE_FORMATS } from '../../admin/schemas/timeline.js';
import { toTimelineFile } from '../../admin/timelineFile.js';
import { renderTimeline } from '../../admin/timelineText.js';
import { jsonAnswer, problemAnswer, type Answer } from '../http/answer.js';
import type { AdminTarget } from './adminTarget.js';
import { isBadQuery, readQuery } from './query.js';

/** Shows one session from both ends: as JSON, as a file for a bug report, or as text for a terminal. */
export async function timelineAnswer(request: IncomingMessage, id: string, { timeline }: AdminTarget): Promise<Answer> {
  const read = readQuery(request, ['format']);
  if (isBadQuery(read)) return problemAnswer(400, read.message);
  const format = read.format ?? (wantsText(request) ? 'text' : 'json');
  if (!(TIMELINE_FORMATS as readonly string[]).includes(format)) {
    return problemAnswer(400, `format must be one of ${TIMELINE_FORMATS.join(', ')}`);
  }
  const found = await timeline(id);
  if (!found) return problemAnswer(404, 'No such session, or `collect` is off.');
  if (format === 'text') return { status: 200, body: renderTimeline(found), contentType: 'text/plain; charset=utf-8' };
  if (format === 'json') return jsonAnswer(200, found);
  return jsonAnswer(200, toTimelineFile(found), {
    'Content-Disposition': `attachment; filename="session-${found.sessionId.replace(/[^\w-]/g, '').slice(0, 40)}.json"`,
  });
}

/** A program that would take JSON as well gets JSON. */
const wantsText = ({ headers: { accept = '' } }: IncomingMessage): boolean =>
  /\btext\/plain\b/.test(accept) && !/\bapplication\/json\b|\*\/\*/.test(accept);
