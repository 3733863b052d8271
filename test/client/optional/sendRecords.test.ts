import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sendRecords } from '../../../src/client/optional/sendRecords.js';
import { RECORDS_PREFIX } from '../../../src/protocol/records.js';
import { createFakeConnection, createOpenConnection } from '../../support/client/fakeConnection.js';
import { createFakePage } from '../../support/client/fakePage.js';

const welcome = (path = '/heartbeat/records', maxBytes = 16_384): string =>
  JSON.stringify({
    type: 'heartbeat.welcome',
    connectionId: 'c-1',
    gatewayId: 'g-1',
    heartbeat: { intervalMs: 25_000, timeoutMs: 75_000 },
    version: 1,
    wants: { records: { path, maxBytes } },
  });
const options = () => ({ telemetry: sendRecords(), reconnect: { minDelayMs: 500, baseDelayMs: 0 } });

interface Sent {
  readonly dropped: number;
  readonly records: { kind: string; seq: number; connectionId: string | null }[];
}
const batches = ({ sent }: { sent: readonly unknown[] }): Sent[] =>
  sent.filter((data) => String(data).startsWith(RECORDS_PREFIX)).map((data) => JSON.parse(String(data)) as Sent);

describe('records', () => {
  it('are sent one to ten seconds after the open, and every ten seconds from then on, each once and in order', () => {
    const { socket, clock, subject } = createOpenConnection(options());
    socket.receive(welcome());
    clock.advance(999);
    expect(batches(socket)).toEqual([]);
    clock.advance(1);
    expect(batches(socket)[0]?.records[0]).toMatchObject({ kind: 'connect.started', connectionId: null });
    clock.advance(60_000);
    const seqs = batches(socket).flatMap(({ records }) => records.map(({ seq }) => seq));
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(subject.log.length).toBeGreaterThan(seqs.length / 2);
    expect(batches(socket).length).toBeLessThanOrEqual(7);
  });

  it('stay where they are without a gateway that wants them', () => {
    const { socket, clock } = createOpenConnection(options());
    clock.advance(120_000);
    expect(batches(socket)).toEqual([]);
  });

  it('wait while anything else waits to be sent', () => {
    const { socket, clock } = createOpenConnection(options());
    socket.receive(welcome());
    socket.bufferedAmount = 1;
    clock.advance(5_000);
    expect(batches(socket)).toEqual([]);
    socket.bufferedAmount = 0;
    clock.advance(10_000);
    expect(batches(socket).length).toBeGreaterThan(0);
  });

  it('are few at first, so that many clients may come back at once, and what did not fit for long is counted', () => {
    const { socket, clock, subject } = createOpenConnection({ ...options(), log: { capacity: 0 } });
    for (let count = 0; count < 1_000; count += 1) subject.configure({ intervalMs: 1_000 + count });
    socket.receive(welcome());
    clock.advance(1_000);
    const [first] = socket.sent.filter((data) => String(data).startsWith(RECORDS_PREFIX));
    expect(String(first).length).toBeLessThanOrEqual(4_096);
    expect(batches(socket)[0]?.dropped).toBeGreaterThan(0);
  });

  it('leave no timer behind when the connection is closed', () => {
    const { socket, clock, subject } = createOpenConnection(options());
    socket.receive(welcome());
    subject.disconnect();
    expect(clock.nextTimerInMs).toBeNull();
  });
});

describe('at the end of a page', () => {
  function page() {
    const events = new EventTarget();
    const beacons: { url: string; body: Blob }[] = [];
    const sendBeacon = vi.fn((url: string, body: Blob) => (beacons.push({ url, body }), true));
    vi.stubGlobal('document', Object.assign(events, { visibilityState: 'hidden' }));
    vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
    vi.stubGlobal('navigator', { sendBeacon });
    onTestFinished(() => void vi.unstubAllGlobals());
    return { beacons, sendBeacon, end: (type = 'pagehide') => events.dispatchEvent(new Event(type)) };
  }

  it('what waits goes by a beacon, named by session and connection, and once', async () => {
    const { beacons, end } = page();
    const { socket, subject } = createOpenConnection(options());
    socket.receive(welcome());
    end();
    end('visibilitychange');
    expect(beacons.map(({ url }) => url)).toEqual(['http://gateway.test/heartbeat/records']);
    const { sessionId } = subject.store.getState();
    const [head, ...lines] = (await (beacons[0]?.body.text() ?? ''))
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(beacons[0]?.body.type).toMatch(/^text\/plain/);
    expect(head).toEqual({ sessionId, connectionId: 'c-1', dropped: 0, sent: 0 });
    expect(lines[0]).toMatchObject({ kind: 'connect.started' });
  });

  it('what the browser refuses waits on', () => {
    const { sendBeacon, end } = page();
    const { socket, clock } = createOpenConnection(options());
    socket.receive(welcome());
    sendBeacon.mockReturnValueOnce(false);
    end();
    clock.advance(1_000);
    expect(batches(socket)[0]?.records[0]).toMatchObject({ kind: 'connect.started' });
  });

  it.each(['//evil.test/records', '/\\evil.test/records'])(
    'nothing goes to another host, as %s would have it',
    (path) => {
      const { beacons, end } = page();
      const { socket } = createOpenConnection(options());
      socket.receive(welcome(path));
      end();
      expect(beacons).toEqual([]);
    },
  );
});

it('records go to no server that did not ask for them, though the one before did', () => {
  const connection = createOpenConnection(options());
  connection.socket.receive(welcome());
  connection.clock.advance(20_000);
  connection.socket.close();
  connection.clock.advance(1_000);
  expect(connection.sockets).toHaveLength(2);
  connection.socket.open();
  connection.socket.receive('hello from another backend');
  connection.clock.advance(60_000);
  expect(batches(connection.socket)).toEqual([]);
});

it('a connection that ends while it is dialled leaves no listener and no timer', () => {
  const signals: AbortSignal[] = [];
  const addEventListener = (_: string, __: unknown, { signal }: { signal: AbortSignal }): void => {
    signals.push(signal);
  };
  vi.stubGlobal('document', { visibilityState: 'visible', addEventListener });
  vi.stubGlobal('addEventListener', addEventListener);
  onTestFinished(() => void vi.unstubAllGlobals());
  const { subject, clock } = createFakeConnection({ ...options(), page: createFakePage() });
  subject.connect();
  expect(signals).toHaveLength(2);
  subject.disconnect();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  expect(clock.timerCount).toBe(0);
});

it('a connection that a listener destroys leaves no timer', () => {
  const { subject, socket, clock } = createOpenConnection(options());
  socket.receive(welcome());
  subject.onEvent(({ kind }) => {
    if (kind === 'ping.received') subject.destroy();
  });
  socket.receive('{"type":"ping"}');
  expect(subject.store.getState().status).toBe('closed');
  expect(clock.timerCount).toBe(0);
});

it('needs no URL.canParse, which browsers have only since 2023', async () => {
  vi.stubGlobal('URL', Object.assign(class extends URL {}, { canParse: undefined }));
  const events = new EventTarget();
  const sendBeacon = vi.fn(() => true);
  vi.stubGlobal('document', Object.assign(events, { visibilityState: 'hidden' }));
  vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
  vi.stubGlobal('navigator', { sendBeacon });
  onTestFinished(() => void vi.unstubAllGlobals());
  createOpenConnection(options()).socket.receive(welcome());
  events.dispatchEvent(new Event('pagehide'));
  expect(sendBeacon).toHaveBeenCalledOnce();
});
