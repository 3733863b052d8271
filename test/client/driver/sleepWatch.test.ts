import { describe, expect, it } from 'vitest';
import { createOpenConnection } from '../../support/client/fakeConnection.js';

it('A4: pings when a message arrives after a ping was due, because a hidden page gets its timers once a minute', () => {
  const { subject, socket, clock } = createOpenConnection({ heartbeat: { intervalMs: 25_000 } });
  const pings = (): number => socket.sent.filter((data) => data === '{"type":"ping"}').length;
  expect(pings()).toBe(1);
  // The timers of the page stand still; the gateway's frames do not.
  clock.drift(26_000);
  socket.receive('{"type":"ping"}');
  expect(pings()).toBe(2);
  expect(subject.store.getState().status).toBe('open');
});

describe('A22: the wall clock', () => {
  it('shows a sleep in which the monotonic clock stood still: one ping tests the connection', () => {
    const { subject, socket, clock } = createOpenConnection();
    clock.jumpWall(3_600_000);
    socket.receive('{"type":"ping"}');
    expect(subject.log).toContainEqual(expect.objectContaining({ kind: 'clock.wake', gapMs: 3_600_000 }));
    expect(subject.store.getState().status).toBe('open');
    expect(socket.sent.filter((data) => data === '{"type":"ping"}')).toHaveLength(2);
  });

  it.each([12, -12])('may jump by %i hours without causing a reconnect or a negative round trip', (hours) => {
    const { subject, socket, clock } = createOpenConnection();
    clock.advance(24_000);
    const dials = subject.log.filter(({ kind }) => kind === 'connect.started').length;
    clock.jumpWall(hours * 3_600_000);
    clock.advance(2_000);
    socket.pong();
    const { status, latency } = subject.store.getState();
    expect(status).toBe('open');
    expect(latency?.lastMs).toBeGreaterThanOrEqual(0);
    expect(subject.log.filter(({ kind }) => kind === 'connect.started')).toHaveLength(dials);
  });
});
