// Two days of a gateway's life in a few seconds, so that its statistics have all of their buckets.
import { once } from 'node:events';
import { setImmediate as oneTurn } from 'node:timers/promises';
import { WebSocket } from 'ws';

const BUCKET_MS = 10_000;
const COARSE_MS = 300_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A client that has come back from an outage, answers one ping, and is gone without a word. */
async function comeAndGo(url, clock, gateway, session) {
  const client = new WebSocket(url);
  client.on('error', () => {});
  client.on('message', (/** @type {Buffer} */ data) => {
    const text = data.toString();
    if (text.startsWith('{"type":"ping"')) client.send(text.replace('ping', 'pong'));
  });
  await once(client, 'message');
  const previous = { code: 1006, cause: 'closed', downMs: 3_000, shownMs: 2_000 };
  client.send(
    JSON.stringify({ type: 'heartbeat.hello', client: 'bench/1', sessionId: `s${session}`, attempt: 1, previous }),
  );
  const { pongsReceived } = gateway.stats().counters;
  clock.pass(BUCKET_MS / 2);
  const patience = Date.now() + 1_000;
  while (gateway.stats().counters.pongsReceived === pongsReceived && Date.now() < patience) await oneTurn();
  client.terminate();
  while (gateway.peers.size > 0) await oneTurn();
}

/**
 * Lets two days pass. A peer comes and goes every half hour, and every minute of the last hour. Of each five minutes
 * before that hour the gateway sleeps through all but ten seconds: their buckets are kept all the same.
 */
export async function fillHistory(gateway, clock, url) {
  for (let row = 0; row < (47 * HOUR_MS) / COARSE_MS; row += 1) {
    if (row % 6 === 0) await comeAndGo(url, clock, gateway, row % 50);
    clock.pass(BUCKET_MS);
    clock.sleep(COARSE_MS - BUCKET_MS);
  }
  for (let minute = 0; minute < 60; minute += 1) {
    await comeAndGo(url, clock, gateway, minute % 50);
    for (let bucket = 0; bucket < MINUTE_MS / BUCKET_MS; bucket += 1) clock.pass(BUCKET_MS);
  }
}
