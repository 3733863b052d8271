import { describe, expect, it } from 'vitest';
import { createOpenConnection } from '../../support/client/fakeConnection.js';
import { settle } from '../../support/settle.js';

describe('A5: onUnauthorized', () => {
  it.each([
    ['resolves', () => Promise.resolve()],
    ['returns', () => {}],
  ])('that %s is followed by one connection attempt', async (_, onUnauthorized) => {
    const { socket, sockets } = createOpenConnection({ onUnauthorized });
    socket.close(4401);
    await settle();
    expect(sockets).toHaveLength(2);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('signed out'))],
    [
      'throws',
      () => {
        throw new Error('signed out');
      },
    ],
  ])('that %s ends in failed with cause auth, and leaves no timer', async (_, onUnauthorized) => {
    const { subject, socket, clock } = createOpenConnection({ onUnauthorized });
    socket.close(1008);
    await settle();
    expect(subject.store.getState()).toMatchObject({ status: 'failed', cause: 'auth', lost: true });
    expect(clock.timerCount).toBe(0);
  });

  it('that still runs is not called again: a socket that is refused later gets its answer', async () => {
    let calls = 0;
    let renewed = (): void => {};
    const onUnauthorized = (): Promise<void> => {
      calls += 1;
      return new Promise((resolve) => (renewed = resolve));
    };
    const { subject, socket, sockets } = createOpenConnection({ onUnauthorized });
    socket.close(4401);
    await settle();
    subject.disconnect();
    subject.connect();
    sockets[1]?.open();
    sockets[1]?.close(4401);
    await settle();
    expect(calls).toBe(1);
    expect(sockets).toHaveLength(2);
    renewed();
    await settle();
    expect(sockets).toHaveLength(3);
  });
});

describe('a refresh that never ends', () => {
  const hung = () => {
    const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
    const onUnauthorized = (): Promise<void> =>
      new Promise((resolve, reject) => {
        ends.push({ resolve, reject });
      });
    return { ends, connection: createOpenConnection({ onUnauthorized }) };
  };

  it('keeps no later refusal from being answered, once its time is over', async () => {
    const { ends, connection } = hung();
    const { subject, clock } = connection;
    connection.socket.close(4401);
    clock.advance(121_000);
    expect(subject.store.getState().status).toBe('failed');
    subject.reconnect();
    connection.socket.open();
    connection.socket.close(4401);
    expect(ends).toHaveLength(2);
    // What the first one rejects with is no answer to the second.
    ends[0]?.reject(new Error('late'));
    await settle();
    expect(subject.store.getState().status).toBe('reconnecting');
    ends[1]?.resolve();
    await settle();
    expect(connection.sockets).toHaveLength(3);
  });

  it('still leads to a dial when it succeeds late', async () => {
    const { ends, connection } = hung();
    connection.socket.close(4401);
    connection.clock.advance(121_000);
    ends[0]?.resolve();
    await settle();
    expect(connection.sockets).toHaveLength(2);
  });
});
