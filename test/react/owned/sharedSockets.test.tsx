import { render, screen, waitFor } from '@testing-library/react';
import { StrictMode, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createOutbox } from '../../../src/client/optional/outbox.js';
import { createTrace } from '../../../src/client/optional/trace.js';
import { shareSocket } from '../../../src/react/owned/sharedSockets.js';
import { useConnection } from '../../../src/react/useConnection.js';
import { useHeartbeatSocket, type UseHeartbeatSocketOptions } from '../../../src/react/useHeartbeatSocket.js';
import { startEchoServer, type EchoServer } from '../../support/network/echoServer.js';
import { sleep } from '../../support/waitFor.js';

let server: EchoServer;

beforeEach(async () => {
  server = await startEchoServer();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function User({ options = {} }: { readonly options?: UseHeartbeatSocketOptions }): ReactNode {
  const { status } = useHeartbeatSocket(server.url, { WebSocket, share: true, ...options });
  return <p>{status}</p>;
}

describe('D10: sharing by URL', () => {
  it('two components use one socket, which closes when the second one unmounts', async () => {
    const tree = (first: boolean, second: boolean): ReactNode => (
      <>
        {first && <User key="first" />}
        {second && <User key="second" />}
      </>
    );
    const { rerender } = render(tree(true, true), { wrapper: StrictMode });
    expect(await screen.findAllByText('open')).toHaveLength(2);
    expect(server.upgrades).toHaveLength(1);
    rerender(tree(false, true));
    await sleep(30);
    expect(server.closes).toEqual([]);
    expect(screen.getByText('open')).toBeDefined();
    rerender(tree(false, false));
    await waitFor(() => expect(server.closes).toEqual([1000]));
  });

  it('a component that mounts after the last one unmounted gets a new socket', async () => {
    const { unmount } = render(<User />);
    await screen.findByText('open');
    unmount();
    await waitFor(() => expect(server.closes).toEqual([1000]));
    render(<User />);
    await screen.findByText('open');
    expect(server.upgrades).toHaveLength(2);
  });

  it('a component that replaces the last one in the same commit keeps the socket', async () => {
    const { rerender } = render(<User key="first" />);
    await screen.findByText('open');
    rerender(<User key="second" />);
    await sleep(30);
    expect(screen.getByText('open')).toBeDefined();
    expect(server.upgrades).toHaveLength(1);
    expect(server.closes).toEqual([]);
  });

  it('a component that replaces the last one in the same commit applies its own interval', async () => {
    function Timed({ intervalMs }: { readonly intervalMs: number }): ReactNode {
      const { socket } = useHeartbeatSocket(server.url, { WebSocket, share: true, heartbeat: { intervalMs } });
      const { status, settings } = useConnection(undefined, socket);
      return <p>{`${status} ${settings.intervalMs}`}</p>;
    }
    const { rerender } = render(<Timed key="first" intervalMs={20_000} />);
    await screen.findByText('open 20000');
    rerender(<Timed key="second" intervalMs={5_000} />);
    await screen.findByText('open 5000');
    expect(server.upgrades).toHaveLength(1);
  });

  it('without a URL yet says nothing', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    shareSocket(null, {});
    expect(said).not.toHaveBeenCalled();
  });

  it('a reconnect reaches both components', async () => {
    const options = { reconnect: { minDelayMs: 50, baseDelayMs: 0 } };
    render(
      <>
        <User options={options} />
        <User options={options} />
      </>,
    );
    await screen.findAllByText('open');
    for (const peer of server.clients) peer.terminate();
    expect(await screen.findAllByText('reconnecting')).toHaveLength(2);
    await waitFor(() => expect(screen.getAllByText('open')).toHaveLength(2));
    expect(server.upgrades).toHaveLength(2);
  });

  it('different options throw an error in development, which names both', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    render(<User options={{ connectTimeoutMs: 5_000 }} />);
    expect(() => render(<User options={{ connectTimeoutMs: 6_000 }} />)).toThrow(
      /different options: .*"connectTimeoutMs":5000.* and .*"connectTimeoutMs":6000/,
    );
  });

  it('the same objects, changed since, do not count as different options', async () => {
    const trace = createTrace();
    const outbox = createOutbox();
    const options = (intervalMs: number): UseHeartbeatSocketOptions => ({ trace, outbox, heartbeat: { intervalMs } });
    const tree = (key: string, intervalMs: number): ReactNode => (
      <>
        <User key={key} options={options(intervalMs)} />
        <User options={options(intervalMs)} />
      </>
    );
    const { rerender } = render(tree('a', 5_000));
    await screen.findAllByText('open');
    rerender(tree('a', 6_000));
    rerender(tree('b', 6_000));
    expect(await screen.findAllByText('open')).toHaveLength(2);
    expect(server.upgrades).toHaveLength(1);
  });

  it('a URL function cannot be shared, and says so', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(shareSocket(() => server.url, {})).not.toBe(shareSocket(() => server.url, {}));
    expect(said).toHaveBeenCalledWith(expect.stringContaining('`share` needs a URL that is a string'));
  });

  it('different options are ignored in production', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    render(<User options={{ connectTimeoutMs: 5_000 }} />);
    render(<User options={{ connectTimeoutMs: 6_000 }} />);
    expect(await screen.findAllByText('open')).toHaveLength(2);
    expect(server.upgrades).toHaveLength(1);
  });
});
