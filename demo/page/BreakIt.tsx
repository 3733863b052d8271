import { useConnection } from 'heartbeat-socket';
import { useState } from 'react';

interface Fault {
  readonly path: string;
  readonly name: string;
  readonly what: string;
  /** What the visitor will see; `deadMs` is the longest time until a silent connection is found dead. */
  readonly expect: (deadMs: number) => string;
}

const FAULTS: readonly Fault[] = [
  {
    path: 'silence',
    name: 'Silence the gateway',
    what: 'TCP stays open and nothing gets through. No close event will come.',
    expect: (deadMs) =>
      `Nothing gets through to this tab, and the browser still says “open”. A heartbeat will be missed, and within ` +
      `${Math.ceil(deadMs / 1_000)} s the connection is found dead.`,
  },
  {
    path: 'cut',
    name: 'Cut the TCP connection',
    what: 'A reset, as from a router that has forgotten the connection.',
    expect: () => 'Cut. The banner only shows if the outage lasts longer than a second.',
  },
  {
    path: 'restart',
    name: 'Restart the gateway',
    what: 'Every tab is closed with 1012. The gateway is back in 3 s.',
    expect: () =>
      'The gateway closes every connection and is back after three seconds. The tabs reconnect at different moments.',
  },
  {
    path: 'refuse',
    name: 'Refuse for 15 s',
    what: 'The connection is cut, and every attempt is answered with 503.',
    expect: () => 'Each attempt is refused, and the waits grow. “Retry now” in the banner is refused as well.',
  },
];

const NO_CONNECTION = 'There is no connection to break right now.';

/** Buttons that break this tab's connection for real: the server does it and does not tell the page. */
export function BreakIt() {
  const { connectionId, deadMs } = useConnection((now) => ({
    connectionId: now.connectionId,
    // The silence may begin right after a pong. The first unanswered ping is then an interval away.
    deadMs: now.settings.intervalMs + now.settings.timeoutMs,
  }));
  const [note, setNote] = useState('');

  const press = async ({ path, expect }: Fault): Promise<void> => {
    try {
      const response = await fetch(`/demo/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ connectionId }),
      });
      if (response.ok) setNote(expect(deadMs));
      else setNote(response.status === 409 ? NO_CONNECTION : `The server answered ${response.status}.`);
    } catch {
      setNote('The server does not answer. Start it again with npm start.');
    }
  };

  return (
    <section className="card" aria-labelledby="break-title">
      <h2 id="break-title">Break it</h2>
      <div className="faults">
        {FAULTS.map((fault) => (
          <button type="button" key={fault.path} onClick={() => void press(fault)}>
            <b>{fault.name}</b>
            <span>{fault.what}</span>
          </button>
        ))}
      </div>
      <output className="note">{note}</output>
    </section>
  );
}
