import type { ReactNode } from 'react';
import type { ConnectionSnapshot } from '../src/client/snapshot/snapshot.js';
import { recordsOf } from './records.js';
import { createScriptedSocket, type ScriptedSocket } from '../src/testing/createScriptedSocket.js';

/** A story's `snapshot` parameter; `retryInMs` sets `nextRetryAt`, counted from when the story is shown. */
export type StorySnapshot = Partial<ConnectionSnapshot> & { retryInMs?: number };

export function scripted(
  { retryInMs, ...snapshot }: StorySnapshot = {},
  records: Parameters<typeof recordsOf>[0] = [],
): ScriptedSocket {
  const socket = createScriptedSocket(
    retryInMs === undefined ? snapshot : { ...snapshot, nextRetryAt: Date.now() + retryInMs },
  );
  for (const record of recordsOf(records)) socket.record(record);
  return socket;
}

/** Parameters of a story that shows this snapshot. */
export function showing(snapshot: StorySnapshot): { snapshot: StorySnapshot } {
  return { snapshot };
}

/** Parameters of a story whose connection has these records in its log. */
export function logging(records: Parameters<typeof recordsOf>[0]): { records: typeof records } {
  return { records };
}

/** A page for the banner to cover. */
export function SamplePage({ children }: { children?: ReactNode }) {
  return (
    <main className="page">
      <div className="page-card">
        <h2>Quarterly report</h2>
        <p>Whatever happens to the connection, what is typed here stays, and so does the caret.</p>
        <label>
          Notes
          <textarea rows={3} defaultValue="Revenue is up, and so are we." />
        </label>
        {children}
      </div>
    </main>
  );
}
