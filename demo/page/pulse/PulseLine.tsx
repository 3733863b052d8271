import type { HeartbeatSocket } from 'heartbeat-socket';
import { useEffect, useRef, useState } from 'react';
import { FAULTS } from '../path/faults.js';
import type { Story } from '../story/story.js';
import { createPulse, markBroken, markFlag, markRecord } from './pulseModel.js';
import { runPulse } from './runPulse.js';
import { storyFlags } from './storyFlags.js';
import { TONES } from './tones.js';

/** The heartbeats of both directions, as wide as the page. It says in a picture what the log says in words. */
export function PulseLine({ socket, story }: { socket: HeartbeatSocket; story: Story }) {
  const [pulse] = useState(createPulse);
  const canvas = useRef<HTMLCanvasElement>(null);
  const probes = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!canvas.current || !probes.current) return undefined;
    return runPulse(canvas.current, probes.current, pulse);
  }, [pulse]);

  useEffect(() => socket.onEvent((record) => markRecord(pulse, record)), [socket, pulse]);

  const { breakage } = story;
  useEffect(() => {
    const fault = FAULTS.find(({ name }) => name === breakage?.fault);
    if (breakage && fault) markBroken(pulse, fault, breakage.at);
  }, [breakage, pulse]);

  useEffect(() => {
    for (const flag of storyFlags(story)) markFlag(pulse, flag);
  }, [story, pulse]);

  return (
    <section className="pulse" aria-label="Heartbeats">
      <p className="visually-hidden">
        Heartbeats in both directions, as a picture. The event log below has them in words.
      </p>
      <canvas ref={canvas} aria-hidden="true" />
      <div className="lanes" aria-hidden="true">
        <span data-arrow="↑">page → server</span>
        <span data-arrow="↓">server → page</span>
      </div>
      <div ref={probes} hidden>
        {TONES.map((tone) => (
          <i key={tone} data-tone={tone} />
        ))}
      </div>
    </section>
  );
}
