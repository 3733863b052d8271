// Thousands of clients that come back after a restart, in a process of their own. Arguments: URL, how many, over how many
// milliseconds they send their records home, and whether they have any. Tells its parent how long answers to pings took.
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

const [url, countText, spreadText, hasRecords] = process.argv.slice(2);
const [count, spreadMs] = [Number(countText), Number(spreadText)];
/** How many ping, and how often: those are measured. */
const PINGING = 200;
const PING_EVERY_MS = 250;
const FIRST_BATCH_BYTES = 4_096;

/** The records of an outage, as many as the first batch may hold. */
function records() {
  const texts = [];
  for (let seq = 1, length = 0; ; seq += 1) {
    const at = 1_790_000_000_000 + seq;
    const text = JSON.stringify({
      kind: 'connect.failed',
      at,
      seq,
      connectionId: null,
      attempt: seq,
      cause: 'connect-error',
    });
    length += text.length + 1;
    if (length > FIRST_BATCH_BYTES - 100) return texts;
    texts.push(text);
  }
}
const batch = `{"type":"heartbeat.records","dropped":0,"sent":0,"records":[${records().join(',')}]}`;

let closed = 0;
const answersMs = [];

async function dial(index) {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const client = { socket, sentAt: 0 };
  socket.on('error', () => {});
  socket.on('close', () => (closed += 1));
  await new Promise((welcomed) => {
    socket.on('message', (/** @type {Buffer} */ data) => {
      const text = data.toString('utf8');
      if (text.includes('heartbeat.welcome')) {
        const previous = { connectionId: 'before', code: 1006, cause: 'closed', downMs: 3_000, shownMs: 2_000 };
        const hello = { client: 'herd/1', sessionId: `session-${index}`, at: Date.now(), attempt: 1, previous };
        socket.send(JSON.stringify({ type: 'heartbeat.hello', ...hello }));
        welcomed();
      } else if (text.startsWith('{"type":"ping"')) socket.send(text.replace('ping', 'pong'));
      else if (text.includes('"pong"') && client.sentAt > 0) {
        answersMs.push(performance.now() - client.sentAt);
        client.sentAt = 0;
      }
    });
  });
  return client;
}

const clients = [];
for (let index = 0; index < count; index += 50) {
  clients.push(
    ...(await Promise.all(Array.from({ length: Math.min(50, count - index) }, (_, more) => dial(index + more)))),
  );
}
const startsAt = performance.now();
const endsAt = startsAt + spreadMs;
if (hasRecords === 'yes')
  for (const { socket } of clients) setTimeout(() => socket.send(batch), Math.random() * spreadMs);
const pinging = clients.filter((_, index) => index % Math.ceil(count / PINGING) === 0);
while (performance.now() < endsAt) {
  for (const client of pinging) {
    if (client.sentAt > 0) continue;
    client.sentAt = performance.now();
    client.socket.send('{"type":"ping","id":1}');
  }
  await sleep(PING_EVERY_MS);
}
const waiting = () => pinging.filter(({ sentAt }) => sentAt > 0).length;
for (const givesUpAt = performance.now() + 20_000; waiting() > 0 && performance.now() < givesUpAt;) await sleep(20);
const unanswered = waiting();
process.send({ tookMs: performance.now() - startsAt, answersMs, unanswered, closed, recordsEach: records().length });
process.on('message', () => process.exit(0));
