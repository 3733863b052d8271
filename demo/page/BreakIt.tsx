import { useConnection } from 'heartbeat-socket';
import { useState } from 'react';

interface Fault {
  readonly path: string;
  readonly name: string;
  readonly what: string;
  /** What the visitor will see; `deadMs` is how long a silent connection may take to be found out. */
  readonly expect: (deadMs: number) => string;
}

const FAULTS: readonly Fault[] = [
  {
    path: 'silence',
    name: 'Silence the gateway',
    what: 'TCP stays open, nothing passes. No close event will ever come.',
    expect: (deadMs) =>
      `Nothing passes for this tab any more, and the browser still says “open”. A beat will be missed, and within ` +
      `${Math.ceil(deadMs / 1_000)} s the silence is taken for what it is.`,
  },
  {
    path: 'cut',
    name: 'Cut the TCP connection',
    what: 'A reset, as from a router that forgot you.',
    expect: () => 'Cut. A quick return stays quiet; only an outage of more than a second gets the banner.',
  },
  {
    path: 'restart',
    name: 'Restart the gateway',
    what: 'Every tab is closed with 1012; back in 3 s.',
    expect: () => 'The gateway says goodbye, is gone for three seconds, and every tab comes back at its own moment.',
  },
  {
    path: 'refuse',
    name: 'Refuse for 15 s',
    what: 'Cut, and every new attempt is answered with 503.',
    expect: () =>
      'Each attempt is refused, and the waits grow. Press “Reconnect now” in the banner and see it refused, too.',
  },
];

const NOTHING = 'There is no connection to break right now.';

/** Buttons that break this tab's connection, really: the server does it, and the page is not told. */
export function BreakIt() {
  const { connectionId, deadMs } = useConnection((now) => ({
    connectionId: now.connectionId,
    // The silence may begin right after a beat: the first ping that stays unanswered is up to an interval away.
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
      else setNote(response.status === 409 ? NOTHING : `The server answered ${response.status}.`);
    } catch {
      setNote('The server is not there: start it again with npm start.');
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
