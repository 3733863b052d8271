import { expect, it } from 'vitest';
import { createTrace } from '../../../src/client/optional/trace.js';
import { replay } from '../../../src/client/replay.js';
import { createOpenConnection } from '../../support/client/fakeConnection.js';
import { settle } from '../../support/settle.js';

it('replays to the same states, from its text', async () => {
  const trace = createTrace();
  const options = { heartbeat: { intervalMs: 1_000 }, onUnauthorized: () => Promise.resolve() };
  const { subject, socket, clock, sockets } = createOpenConnection({ ...options, trace, random: Math.random });
  clock.advance(3_000);
  socket.receive('hello');
  clock.advance(9_000);
  sockets.at(-1)?.open();
  sockets.at(-1)?.close(4401);
  await settle();
  subject.reconnect();
  sockets.at(-1)?.open();
  subject.disconnect();
  const steps = replay(trace.toString(), options);
  expect(steps.length).toBeGreaterThan(15);
  expect(steps.filter((step) => !step.isSame)).toEqual([]);
  expect(new Set(steps.map(({ status }) => status))).toEqual(
    new Set(['connecting', 'open', 'degraded', 'reconnecting', 'closed']),
  );
});

it('shows in a replay where other options lead to another state', () => {
  const trace = createTrace();
  const { socket } = createOpenConnection({ trace, reconnect: false });
  socket.close();
  expect(replay(trace.toString(), {}).at(-1)).toMatchObject({ isSame: false, status: 'reconnecting' });
});

it('keeps the newest entries up to its capacity, and says when it is no longer complete', () => {
  const trace = createTrace(3);
  const { socket } = createOpenConnection({ trace });
  expect(trace.isComplete).toBe(true);
  socket.receive('{"type":"ping"}');
  expect(trace.isComplete).toBe(false);
  expect(trace.entries).toHaveLength(3);
});
