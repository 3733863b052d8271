import { describe, expect, it } from 'vitest';
import { createOpenConnection } from '../../support/client/fakeConnection.js';

const WELCOME =
  '{"type":"heartbeat.welcome","connectionId":"c-1","gatewayId":"g-1","heartbeat":{"intervalMs":25000,"timeoutMs":75000},"version":1}';
const options = { reconnect: { minDelayMs: 500, baseDelayMs: 0 } };

describe('a frame of a later version', () => {
  const FRAME = '{"type":"heartbeat.future","of":"ours"}';

  it('reaches no application after a welcome, and is recorded', () => {
    const { subject, socket } = createOpenConnection(options);
    const heard: unknown[] = [];
    subject.onMessage((data) => heard.push(data));
    socket.receive(WELCOME);
    socket.receive(FRAME);
    socket.receive('{"type":"chat"}');
    expect(heard).toEqual(['{"type":"chat"}']);
    expect(subject.log.filter(({ kind }) => kind === 'frame.unknown')).toMatchObject([{ frame: 'heartbeat.future' }]);
  });

  it('is the application’s where no gateway of ours has said that it is there', () => {
    const { subject, socket } = createOpenConnection(options);
    const heard: unknown[] = [];
    subject.onMessage((data) => heard.push(data));
    socket.receive(FRAME);
    expect(heard).toEqual([FRAME]);
    expect(subject.log.some(({ kind }) => kind === 'frame.unknown')).toBe(false);
  });
});

describe('a session', () => {
  it('has one id of 128 random bits, over all its connections, and another socket has another', () => {
    const { subject, clock, ...connection } = createOpenConnection(options);
    const { sessionId } = subject.store.getState();
    expect(sessionId).toMatch(/^\d+-\d+-\d+-\d+$/);
    connection.socket.close(1006);
    clock.advance(500);
    connection.sockets.at(-1)?.open();
    expect(subject.store.getState().sessionId).toBe(sessionId);
    expect(subject.log.every((record) => record.sessionId === sessionId)).toBe(true);
    expect(createOpenConnection(options).subject.store.getState().sessionId).not.toBe(sessionId);
  });

  it('has an id on a platform without crypto', () => {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor;
    Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
    try {
      expect(createOpenConnection(options).subject.store.getState().sessionId?.length).toBeGreaterThan(30);
    } finally {
      Object.defineProperty(globalThis, 'crypto', descriptor);
    }
  });

  it('names the last connection that was welcomed, also after one that was not', () => {
    const { clock, ...connection } = createOpenConnection(options);
    connection.socket.receive(WELCOME);
    for (const welcomes of [false, true]) {
      connection.socket.close(1006);
      clock.advance(1_100);
      const next = connection.sockets.at(-1);
      next?.open();
      if (welcomes) next?.receive(WELCOME.replace('c-1', 'c-3'));
      else next?.receive('{"type":"pong"}');
      clock.advance(0);
    }
    expect(JSON.parse(String(connection.sockets.at(-1)?.sent.at(-1)))).toMatchObject({
      type: 'heartbeat.hello',
      previous: { connectionId: 'c-1' },
    });
  });
});

describe('an operator’s notice', () => {
  const NOTICE = '{"type":"heartbeat.notice","id":"n-1","level":"warning","text":{"en":"Back at six."},"forMs":60000}';

  it('is in the snapshot, with the instant of its end, and in no application message', () => {
    const { subject, socket, clock } = createOpenConnection(options);
    const heard: unknown[] = [];
    subject.onMessage((data) => heard.push(data));
    socket.receive(WELCOME);
    socket.receive(NOTICE);
    expect(subject.store.getState().notice).toEqual({
      id: 'n-1',
      level: 'warning',
      text: { en: 'Back at six.' },
      endsAt: clock.wallNow() + 60_000,
    });
    const { notice } = subject.store.getState();
    clock.advance(1_000);
    expect(subject.store.getState().notice).toBe(notice);
    expect(heard).toEqual([]);
  });

  it('goes when it is withdrawn', () => {
    const { subject, socket } = createOpenConnection(options);
    socket.receive(WELCOME);
    socket.receive(NOTICE);
    socket.receive('{"type":"heartbeat.notice","id":"n-1","text":null}');
    expect(subject.store.getState().notice).toBeNull();
  });

  it('stays during an outage, without a gap where the gateway repeats it, and is forgotten where it does not', () => {
    const { subject, clock, ...connection } = createOpenConnection({ ...options, heartbeat: { intervalMs: 10_000 } });
    const shown = new Set<string | undefined>();
    connection.socket.receive(WELCOME);
    connection.socket.receive(NOTICE);
    subject.store.subscribe(({ notice }) => void shown.add(notice?.id));
    for (const repeats of [true, false]) {
      connection.sockets.at(-1)?.close(1006);
      clock.advance(1_100);
      connection.sockets.at(-1)?.open();
      connection.sockets.at(-1)?.receive(WELCOME);
      // The hello has to reach the gateway first.
      clock.advance(1_000);
      if (repeats) connection.sockets.at(-1)?.receive(NOTICE);
      expect(subject.store.getState().notice?.id).toBe('n-1');
      expect([...shown]).toEqual(['n-1']);
      clock.advance(10_000);
      expect(subject.store.getState().notice?.id).toBe(repeats ? 'n-1' : undefined);
    }
  });
});
