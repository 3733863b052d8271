// The page of the README's picture: a chat over a path that can fall silent, with a plain WebSocket on the same path.
import { useEffect, useReducer, useState, type CSSProperties } from 'react';
import { createRoot } from 'react-dom/client';
import { createOutbox } from '../../../../src/client/index.js';
import { ConnectionBanner } from '../../../../src/components/index.js';
import { HeartbeatProvider, useConnection, useHeartbeatSocket } from '../../../../src/react/index.js';
import '../../../../src/components/styles.css';

/** What the chat's server sends. */
interface Said {
  readonly id: number;
  readonly from: string;
  readonly text: string;
}

const gateway = new URLSearchParams(location.search).get('gateway') ?? '';
const outbox = createOutbox();
// The platform's own socket over the same path. It sends no heartbeats, as most do.
const plain = new WebSocket(gateway);
const WORDS = ['connecting', 'open', 'closing', 'closed'];

const look = document.createElement('style');
look.textContent = `
  :root { color-scheme: light dark; --paper: #fafafa; --card: #fff; --ink: #111214; --soft: #5c6068; --line: #1112141a; --alive: #0b7d53; --waiting: #a54a06; --bubble: #f1f2f4; }
  @media (prefers-color-scheme: dark) {
    :root { --paper: #0a0b0d; --card: #131417; --ink: #f3f4f6; --soft: #9ca2ac; --line: #f3f4f61c; --alive: #3ddc97; --waiting: #f5b338; --bubble: #1e2025; }
  }
  * { box-sizing: border-box; margin: 0; caret-color: transparent; }
  body { background: var(--paper); color: var(--ink); font: 15px/1.5 Inter, 'Liberation Sans', system-ui, sans-serif; }
  main { block-size: 100vh; padding: 20px 24px 22px; display: grid; grid-template-rows: auto auto 1fr auto; gap: 12px; }
  .sockets { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
  .socket { border: 1px solid var(--line); border-radius: 12px; background: var(--card); padding: 9px 14px; }
  .socket code { font: 12px/1.4 'Liberation Mono', monospace; color: var(--soft); display: block; }
  .socket small { font-size: 13px; color: var(--soft); margin-inline-start: 6px; }
  .socket strong { font-weight: 600; font-size: 16px; }
  .socket strong::before { content: ''; display: inline-block; inline-size: 8px; block-size: 8px; border-radius: 4px; margin-inline-end: 8px; background: var(--state); vertical-align: 1px; }
  .pill { min-block-size: 48px; display: grid; justify-items: center; align-items: center; }
  .chat { overflow: hidden; display: flex; flex-direction: column; justify-content: flex-end; gap: 7px; list-style: none; padding: 0; }
  .chat li { align-self: start; background: var(--bubble); border-radius: 14px; padding: 5px 13px; }
  .chat li.mine { align-self: end; background: var(--ink); color: var(--paper); }
  .chat li.waits { background: none; color: var(--soft); border: 1px dashed var(--soft); }
  .chat b { font-weight: 600; font-size: 13px; margin-inline-end: 7px; }
  form { display: flex; gap: 8px; }
  input { flex: 1; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 7px 13px; outline: 0; }`;
document.head.append(look);

const parse = (data: unknown): Said => JSON.parse(String(data)) as Said;

const received = (count: number): string => `${count} received`;

function PlainSocket() {
  const [, render] = useReducer((count: number) => count + 1, 0);
  const [messages, count] = useReducer((before: number) => before + 1, 0);
  useEffect(() => {
    const hear = ({ data }: MessageEvent<unknown>): void => {
      if (String(data).includes('"from"')) count();
    };
    plain.addEventListener('message', hear);
    for (const type of ['open', 'close']) plain.addEventListener(type, render);
    return () => {
      plain.removeEventListener('message', hear);
      for (const type of ['open', 'close']) plain.removeEventListener(type, render);
    };
  }, []);
  return (
    <div className="socket" style={{ '--state': 'var(--soft)' } as CSSProperties}>
      <code>new WebSocket(url)</code>
      <strong>{WORDS[plain.readyState]}</strong> <small>{received(messages)}</small>
    </div>
  );
}

const SAYS: Readonly<Record<string, string>> = { degraded: 'a heartbeat is missing' };

function Chat() {
  const [said, setSaid] = useState<readonly Said[]>([]);
  const [draft, setDraft] = useState('');
  const { socket, send } = useHeartbeatSocket(gateway, {
    outbox,
    heartbeat: { intervalMs: 1_000, timeoutMs: 3_000 },
    reconnect: { minDelayMs: 2_000, baseDelayMs: 1_000 },
    connectTimeoutMs: 3_500,
    onMessage: (data) =>
      setSaid((before) => [...before.filter(({ id }) => id > 0), ...(parse(data).id > 0 ? [parse(data)] : [])]),
    onConnected: () => send(JSON.stringify({ since: said.findLast(({ id }) => id > 0)?.id ?? 0 })),
  });
  const status = useConnection((connection) => connection.status, socket);
  const isAlive = status === 'open';
  return (
    <HeartbeatProvider socket={socket}>
      <main>
        <div className="sockets">
          <PlainSocket />
          <div className="socket" style={{ '--state': isAlive ? 'var(--alive)' : 'var(--waiting)' } as CSSProperties}>
            <code>useHeartbeatSocket(url)</code>
            <strong>{SAYS[status] ?? status}</strong> <small>{received(said.filter(({ id }) => id > 0).length)}</small>
          </div>
        </div>
        <div className="pill">
          <ConnectionBanner position="inline" />
        </div>
        <ul className="chat">
          {said.slice(-5).map(({ id, from, text }) => (
            <li key={id} className={from === 'me' ? (id < 0 ? 'mine waits' : 'mine') : ''}>
              {from !== 'me' && <b>{from}</b>}
              {text}
            </li>
          ))}
        </ul>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send(JSON.stringify({ text: draft }));
            setSaid((before) => [...before, { id: -before.length - 1, from: 'me', text: draft }]);
            setDraft('');
          }}
        >
          <input
            aria-label="Message"
            placeholder="Message"
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
        </form>
      </main>
    </HeartbeatProvider>
  );
}

createRoot(document.getElementById('root') as HTMLElement).render(<Chat />);
