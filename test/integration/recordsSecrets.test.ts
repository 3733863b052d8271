import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { toHomeRecord } from '../../src/protocol/records.js';
import { EVENT_LEVELS } from '../../src/protocol/eventLevels.js';
import { systemClock } from '../../src/client/clock.js';
import { createHeartbeatSocket } from '../../src/client/createHeartbeatSocket.js';
import { createOutbox } from '../../src/client/optional/outbox.js';
import { sendRecords } from '../../src/client/optional/sendRecords.js';
import { ADMIN, ask, startGateway } from '../support/gateway/gateways.js';
import { waitFor } from '../support/waitFor.js';

const SECRET = 'SECRET-';

/** Every name that a record has somewhere, and some that none has. */
const FIELDS = (
  'attempt cause message reason code wasClean openMs silentMs downMs shownMs id rttMs previousId signal from to source version by frame direction event status kind ' +
  'tookMs retryAfterMs isReconnect delayMs maxAttempts hiddenMs count level text url token __proto__ constructor toString sessionId gatewayId remote side at seq connectionId'
).split(' ');

it('no string that a record holds gets home, whatever kind and field it is in', () => {
  let state = Number(process.env['FUZZ_SEED'] ?? 7);
  const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const kinds = [...Object.keys(EVENT_LEVELS), '__proto__', 'constructor', 'nonsense'];
  let taken = 0;
  for (let count = 0; count < 20_000; count += 1) {
    const hide = (): unknown =>
      pick<() => unknown>([
        () => `${SECRET}${count}`,
        () => ({ deep: `${SECRET}${count}`, toJSON: () => `${SECRET}json` }),
        () => [`${SECRET}${count}`],
        () => Object(`${SECRET}${count}`) as object,
        () => count,
        () => Number.NaN,
        () => random() < 0.5,
      ])();
    const record: Record<string, unknown> = { kind: pick(kinds), at: 1_000 + random(), seq: count, connectionId: null };
    for (let field = 0; field < 8; field += 1) {
      const name = pick(FIELDS);
      if (!['kind', 'at', 'seq'].includes(name) || random() < 0.05) record[name] = hide();
    }
    // An id is letters and digits, and the gateway compares it with those it has made.
    if (typeof record['connectionId'] === 'string') record['connectionId'] = null;
    const home = toHomeRecord(record);
    if (!home) continue;
    taken += 1;
    expect(JSON.stringify(home)).not.toContain(SECRET);
    // What has arrived once is taken again as it is.
    expect(toHomeRecord(JSON.parse(JSON.stringify(home)))).toEqual(home);
  }
  expect(taken).toBeGreaterThan(5_000);
});

it('secrets in messages, errors, addresses, reasons, tokens and outboxes of a client arrive nowhere', async () => {
  const logged: string[] = [];
  const log = (record: object, kind: string): void => void logged.push(JSON.stringify(record) + kind);
  const { gateway, port, url } = await startGateway({
    admin: ADMIN,
    collect: true,
    logger: { debug: log, info: log, warn: log, error: log },
  });
  let dials = 0;
  const socket = createHeartbeatSocket(
    () => {
      dials += 1;
      // A function of the app's that fails says what it knows.
      if (dials === 2) throw new Error(`${SECRET}url-error`);
      return `${url}?token=${SECRET}token`;
    },
    {
      WebSocket,
      telemetry: sendRecords(),
      random: () => 0,
      clock: systemClock,
      reconnect: { minDelayMs: 20, baseDelayMs: 0 },
      outbox: createOutbox(),
      onUnauthorized: () => Promise.reject(new Error(`${SECRET}auth`)),
      log: { sinks: [] },
    },
  );
  onTestFinished(() => socket.destroy());
  socket.onMessage(() => {
    throw new Error(`${SECRET}listener`);
  });
  socket.connect();
  await waitFor('the welcome', () => socket.store.getState().connectionId !== null);
  socket.send(`${SECRET}message`);
  socket.send(`{"type":"heartbeat.${SECRET}frame"}`);
  for (const peer of gateway.peers) peer.socket.send(`${SECRET}from-server`);
  await waitFor('the failure', () => socket.log.some(({ kind }) => kind === 'listener.failed'));
  for (const peer of gateway.peers) {
    peer.socket.send(JSON.stringify({ type: `heartbeat.${SECRET}`, secret: `${SECRET}x` }));
    peer.socket.close(4_210, `${SECRET}close`);
  }
  await waitFor(
    'the return',
    () => dials >= 3 && gateway.peers.size === 1 && socket.store.getState().connectionId !== null,
  );
  // The client knows them: so something could have been sent.
  expect(JSON.stringify(socket.log)).toContain(SECRET);
  const { sessionId } = socket.store.getState();
  const read = async (format: string): Promise<string> =>
    (await ask(port, 'GET', `/heartbeat/sessions/${sessionId}/timeline?format=${format}`, { token: ADMIN.viewerToken }))
      .text;
  await waitFor('the records', async () => (await read('json')).includes('"side":"client"'));
  await waitFor('the failure to be home', async () => (await read('json')).includes('listener.failed'));
  const file = await read('file');
  expect(file).not.toContain(SECRET);
  const ofClient = (JSON.parse(await read('json')) as { records: { side: string }[] }).records.filter(
    ({ side }) => side === 'client',
  );
  expect(ofClient.length).toBeGreaterThan(5);
  expect(JSON.stringify(ofClient)).not.toContain(SECRET);
  expect(logged.join('\n')).not.toMatch(/SECRET-(?:token|message|listener|auth|url|from)/);
});
