import { useState, type ReactNode } from 'react';
import { HeartbeatProvider } from '../src/react/HeartbeatProvider.js';
import type { recordsOf } from './records.js';
import { scripted, type StorySnapshot } from './scripted.js';

interface InProps {
  snapshot: StorySnapshot;
  records?: Parameters<typeof recordsOf>[0];
  children: ReactNode;
}

/** What is inside sees a connection of its own in this state. */
export function In({ snapshot, records, children }: InProps) {
  const [socket] = useState(() => scripted(snapshot, records));
  return <HeartbeatProvider socket={socket}>{children}</HeartbeatProvider>;
}

/** Every state of a part on one page, each under its name. */
export function Sheet({ of, columns }: { of: Readonly<Record<string, ReactNode>>; columns?: string }) {
  return (
    <div className="sheet" style={columns ? { gridTemplateColumns: columns } : undefined}>
      {Object.entries(of).map(([name, part]) => (
        <div key={name}>
          <small>{name}</small>
          {part}
        </div>
      ))}
    </div>
  );
}
