import type { Timeline } from '../../admin/schemas/timeline.js';
import { toTimelineFile } from '../../admin/timelineFile.js';

/** Saves a time line as one file that `replay` reads, without what a stranger wrote and what tells where a person is. */
export function exportTimeline(timeline: Timeline): void {
  const text = JSON.stringify(toTimelineFile(timeline), null, 1);
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  // An id is chosen by the client: a file name takes none of its other characters.
  link.download = `session-${timeline.sessionId.replaceAll(/[^\w-]/g, '').slice(0, 40)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
