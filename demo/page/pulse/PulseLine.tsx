import type { HeartbeatSocket } from 'heartbeat-socket';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { FAULTS } from '../path/faults.js';
import type { Story } from '../story/story.js';
import { createPulse, markBroken, markFlag, markRecord } from './pulseModel.js';
import { runPulse, type PulseParts, type RunningPulse } from './runPulse.js';
import { storyFlags } from './storyFlags.js';
import { TONES } from './tones.js';

/** The heartbeats of both directions, as wide as the page. It says in a picture what the log says in words. */
export function PulseLine({ socket, story }: { socket: HeartbeatSocket; story: Story }) {
  const [pulse] = useState(createPulse);
  const parts = useRef<Partial<PulseParts>>({});
  const running = useRef<RunningPulse>(undefined);

  useEffect(() => {
    const { lanes, flags, sheet, heads, probes } = parts.current;
    if (!lanes || !flags || !sheet || !heads || !probes) return undefined;
    running.current = runPulse({ lanes, flags, sheet, heads, probes }, pulse);
    return () => running.current?.stop();
  }, [pulse]);

  useEffect(
    () =>
      socket.onEvent((record) => {
        markRecord(pulse, record);
        running.current?.redraw();
      }),
    [socket, pulse],
  );

  const { breakage } = story;
  useEffect(() => {
    const fault = FAULTS.find(({ name }) => name === breakage?.fault);
    if (breakage && fault) markBroken(pulse, fault, breakage.at);
    running.current?.redraw();
  }, [breakage, pulse]);

  useEffect(() => {
    for (const flag of storyFlags(story)) markFlag(pulse, flag);
    running.current?.redraw();
  }, [story, pulse]);

  return (
    <section className="pulse" aria-label="Heartbeats">
      <p className="visually-hidden">
        Heartbeats in both directions, as a picture. The event log below has them in words.
      </p>
      <div className="sheet" aria-hidden="true" ref={partRef(parts, 'sheet')}>
        <canvas ref={partRef(parts, 'lanes')} />
      </div>
      <div className="sheet" aria-hidden="true">
        <canvas ref={partRef(parts, 'flags')} />
      </div>
      <div className="heads" aria-hidden="true" ref={partRef(parts, 'heads')}>
        <i>
          <i />
        </i>
        <i>
          <i />
        </i>
      </div>
      <div className="lanes" aria-hidden="true">
        <span data-arrow="↑">page → server</span>
        <span data-arrow="↓">server → page</span>
      </div>
      <div ref={partRef(parts, 'probes')} hidden>
        {TONES.map((tone) => (
          <i key={tone} data-tone={tone} />
        ))}
      </div>
    </section>
  );
}

/** Keeps the element of a part. */
const partRef =
  <P extends keyof PulseParts>(parts: RefObject<Partial<PulseParts>>, part: P) =>
  (element: PulseParts[P] | null) => {
    if (element) parts.current = { ...parts.current, [part]: element };
  };
