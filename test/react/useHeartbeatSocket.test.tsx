import { act, render, screen, waitFor } from '@testing-library/react';
import { Profiler, StrictMode, useState, type ReactNode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HeartbeatSocket } from '../../src/client/heartbeatSocket.js';
import { WebSocket } from 'ws';
import { HeartbeatProvider } from '../../src/react/HeartbeatProvider.js';
import { useConnection } from '../../src/react/useConnection.js';
import { useHeartbeatSocket, type UseHeartbeatSocketOptions } from '../../src/react/useHeartbeatSocket.js';
import { useMessage } from '../../src/react/useMessage.js';
import { startEchoServer, type EchoServer } from '../support/network/echoServer.js';
import { sleep } from '../support/waitFor.js';

let server: EchoServer;
let warnings: ReturnType<typeof vi.spyOn>[];

beforeEach(async () => {
  server = await startEchoServer();
  warnings = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')];
});
afterEach(() => void vi.restoreAllMocks());

interface StatusProps {
  readonly url?: string | null;
  readonly options?: UseHeartbeatSocketOptions;
  readonly onSocket?: (socket: HeartbeatSocket) => void;
}

function Status({ url = server.url, options = {}, onSocket }: StatusProps): ReactNode {
  // jsdom's own WebSocket dispatches events of another realm.
  const { status, socket } = useHeartbeatSocket(url, { WebSocket, ...options });
  onSocket?.(socket);
  return <p>{status}</p>;
}

const opened = (): Promise<unknown> => screen.findByText('open');

describe('mounting', () => {
  it('in StrictMode makes one upgrade, no close and no warning', async () => {
    render(<Status />, { wrapper: StrictMode });
    await opened();
    await act(() => sleep(150));
    expect(server.upgrades).toHaveLength(1);
    expect(server.closes).toEqual([]);
    for (const spy of warnings) expect(spy).not.toHaveBeenCalled();
  });

  it('sends a ping as soon as it is open', async () => {
    render(<Status />);
    await opened();
    await waitFor(() => expect(server.received[0]).toBe('{"type":"ping"}'));
  });

  it('unmounting closes the socket with 1000', async () => {
    const { unmount } = render(<Status />);
    await opened();
    unmount();
    await waitFor(() => expect(server.closes).toEqual([1000]));
  });

  it('without a URL stays idle', async () => {
    render(<Status url={null} />);
    await act(() => sleep(50));
    expect(screen.getByText('idle')).toBeDefined();
    expect(server.upgrades).toHaveLength(0);
  });
});

describe('rendering again', () => {
  it('a hundred times with inline options and callbacks does not reconnect, and calls the newest callback', async () => {
    const seen: number[] = [];
    const tree = (renders: number): ReactNode => (
      <Status options={{ onMessage: () => seen.push(renders), reconnect: { maxAttempts: 3 }, protocols: () => [] }} />
    );
    const { rerender } = render(tree(0));
    await opened();
    for (let renders = 1; renders <= 100; renders++) rerender(tree(renders));
    server.broadcast('hello');
    await waitFor(() => expect(seen).toEqual([100]));
    expect(server.upgrades).toHaveLength(1);
  });

  it('with another inline URL function dials where the newest one says', async () => {
    const Dialing = ({ token }: { token: number }): ReactNode => {
      const { status, reconnect } = useHeartbeatSocket(() => `${server.url}${token}`, { WebSocket });
      return <button onClick={() => reconnect()}>{status}</button>;
    };
    const { rerender } = render(<Dialing token={1} />);
    await opened();
    rerender(<Dialing token={2} />);
    act(() => screen.getByRole('button').click());
    await waitFor(() => expect(server.upgrades).toEqual(['/1', '/2']));
  });

  it('with another URL closes the old socket once and opens the new one once', async () => {
    const { rerender } = render(<Status url={`${server.url}one`} />, { wrapper: StrictMode });
    await opened();
    rerender(<Status url={`${server.url}two`} />);
    await waitFor(() => expect(server.upgrades).toEqual(['/one', '/two']));
    await waitFor(() => expect(server.closes).toEqual([1000]));
    await opened();
  });

  it('with another interval applies it to the live connection', async () => {
    let socket: HeartbeatSocket | undefined;
    const tree = (intervalMs: number): ReactNode => (
      <Status options={{ heartbeat: { intervalMs } }} onSocket={(made) => (socket = made)} />
    );
    const { rerender } = render(tree(60_000));
    await opened();
    rerender(tree(50));
    await waitFor(() => expect(server.received.length).toBeGreaterThan(3));
    expect(socket?.store.getState().settings).toMatchObject({ intervalMs: 50, source: 'runtime' });
    expect(server.upgrades).toHaveLength(1);
  });

  it('without the interval that was given before applies the default again', async () => {
    let socket: HeartbeatSocket | undefined;
    const tree = (heartbeat: { intervalMs?: number; timeoutMs?: number }): ReactNode => (
      <Status options={{ heartbeat }} onSocket={(made) => (socket = made)} />
    );
    const { rerender } = render(tree({ intervalMs: 5_000, timeoutMs: 9_000 }));
    await opened();
    const inForce = (): unknown => socket?.store.getState().settings;
    rerender(tree({ timeoutMs: 9_000 }));
    expect(inForce()).toMatchObject({ intervalMs: 25_000, timeoutMs: 9_000 });
    rerender(tree({}));
    expect(inForce()).toMatchObject({ intervalMs: 25_000, timeoutMs: 75_000 });
  });

  it('never happens for messages and pongs', async () => {
    const renders = vi.fn();
    let heard = 0;
    let socket: HeartbeatSocket | undefined;
    render(
      <Profiler id="status" onRender={renders}>
        <Status options={{ onMessage: () => (heard += 1) }} onSocket={(made) => (socket = made)} />
      </Profiler>,
    );
    await opened();
    renders.mockClear();
    for (let messages = 0; messages < 10_000; messages++) {
      server.broadcast('{"type":"chat"}');
      if (messages % 100 === 0) server.broadcast('{"type":"pong"}');
    }
    await waitFor(() => expect(heard).toBe(10_000), { timeout: 10_000 });
    await waitFor(() => expect(socket?.store.getState().counters.pongsReceived).toBeGreaterThanOrEqual(100), {
      timeout: 10_000,
    });
    expect(renders).not.toHaveBeenCalled();
  }, 30_000);
});

describe('messages', () => {
  it('arrive in order, a thousand in one task', async () => {
    const got: string[] = [];
    render(<Status options={{ onMessage: (data) => got.push(data as string) }} />);
    await opened();
    for (let message = 0; message < 1_000; message++) server.broadcast(String(message));
    await waitFor(() => expect(got).toHaveLength(1_000));
    expect(got).toEqual(Array.from({ length: 1_000 }, (_, message) => String(message)));
  });
});

describe('sharing', () => {
  function Reader(): ReactNode {
    const [last, setLast] = useState('');
    useMessage((data) => setLast(String(data)));
    const view = useConnection(({ status, attempt }) => ({ status, attempt }));
    return <p>{`${view.status} ${view.attempt} ${last}`}</p>;
  }

  it('a provider shares one connection with everything below it', async () => {
    render(
      <HeartbeatProvider url={server.url} options={{ WebSocket }}>
        <Reader />
        <Reader />
      </HeartbeatProvider>,
      { wrapper: StrictMode },
    );
    expect(await screen.findAllByText(/^open 0/)).toHaveLength(2);
    server.broadcast('hello');
    expect(await screen.findAllByText('open 0 hello')).toHaveLength(2);
    expect(server.upgrades).toHaveLength(1);
  });

  it('a provider passes on a socket that other code owns', async () => {
    function Owner(): ReactNode {
      const { socket } = useHeartbeatSocket(server.url, { WebSocket });
      return (
        <HeartbeatProvider socket={socket}>
          <Reader />
        </HeartbeatProvider>
      );
    }
    const { unmount } = render(<Owner />);
    expect(await screen.findByText(/^open/)).toBeDefined();
    unmount();
    await waitFor(() => expect(server.closes).toEqual([1000]));
  });

  it('without a provider throws an error that says what to do', () => {
    warnings[0]?.mockImplementation(() => {});
    expect(() => render(<Reader />)).toThrow('Wrap this component in <HeartbeatProvider>');
  });
});

// What a server renders: test/react/server.test.tsx.
describe('from a server', () => {
  it('hydrates without a mismatch while the connection is open already', async () => {
    let socket: HeartbeatSocket | undefined;
    render(<Status onSocket={(made) => (socket = made)} />);
    await opened();
    const Reader = (): ReactNode => <b>{useConnection(({ status }) => status, socket)}</b>;
    const container = document.createElement('div');
    container.innerHTML = renderToString(<Reader />);
    expect(container.textContent).toBe('idle');
    const root = await act(() => hydrateRoot(container, <Reader />));
    expect(container.textContent).toBe('open');
    for (const spy of warnings) expect(spy).not.toHaveBeenCalled();
    act(() => root.unmount());
  });
});
