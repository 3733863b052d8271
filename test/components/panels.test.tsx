import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBreakableWebSocket, HeartbeatDevtools } from '../../src/components/heartbeat-devtools/index.js';
import { HeartbeatLog, HeartbeatSettings, LatencyMeter, toTradeOff } from '../../src/components/index.js';
import { summarize, toLatencySeries } from '../../src/components/latency-chart/latencySeries.js';
import { createHeartbeatSocket } from '../../src/client/index.js';
import { createFakeGateway, createScriptedSocket } from '../../src/testing/index.js';
import { outageRecords, recordsOf } from '../../stories/records.js';
import { open, renderConnected } from '../support/react/components.js';

afterEach(() => void vi.useRealTimers());

const settle = (): Promise<void> => act(() => new Promise<void>((done) => setTimeout(done, 40)));

describe('HeartbeatLog', () => {
  const logged = async () => {
    const view = renderConnected(<HeartbeatLog limit={10} />);
    for (const record of recordsOf(outageRecords)) view.socket.record(record);
    await settle();
    return view;
  };
  const rows = (): string[] => screen.getAllByRole('listitem').map((row) => row.textContent);

  it('shows the newest rows, says how many it leaves out, and filters by kind', async () => {
    await logged();
    expect(rows()).toHaveLength(11);
    expect(rows()[0]).toMatch(/^\d+ earlier not shown$/);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'connection.closed');
    expect(rows()).toEqual([expect.stringMatching(/connection\.closedcode 1006.*cause closed.*openMs 50000/)]);
  });

  it('does not change while paused, and shows everything afterwards', async () => {
    const { socket } = await logged();
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    const before = rows();
    socket.record(recordsOf([['ping.sent', { id: 99 }, 0]])[0] as never);
    await settle();
    expect(rows()).toEqual(before);
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    expect(rows().at(-1)).toMatch(/ping\.sentid 99/);
  });

  it('copies the filtered records as JSON lines, and says so', async () => {
    const user = userEvent.setup();
    await logged();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'lost');
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeDefined();
    const lines = (await navigator.clipboard.readText()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([expect.objectContaining({ kind: 'lost' })]);
  });

  it('downloads the records as JSON lines', async () => {
    const made: Blob[] = [];
    Object.assign(URL, { createObjectURL: (blob: Blob) => (made.push(blob), 'blob:x'), revokeObjectURL: () => {} });
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    await logged();
    await userEvent.click(screen.getByRole('button', { name: 'Download' }));
    expect(click.mock.contexts[0]).toMatchObject({ download: 'heartbeat-log.jsonl' });
    expect(made[0]?.size).toBeGreaterThan(1_000);
    click.mockRestore();
  });

  it('announces nothing', async () => {
    await logged();
    expect(document.querySelector('[role=log], [role=status], [aria-live]')).toBeNull();
  });
});

describe('HeartbeatSettings', () => {
  it('shows the trade-off of what is typed, and applies it to the live connection', async () => {
    const socket = createScriptedSocket(open());
    const configured = vi.fn<(timing: object) => void>();
    renderConnected(<HeartbeatSettings socket={{ ...socket, configure: configured }} />);
    const interval = screen.getByRole('textbox', { name: 'Interval in seconds' });
    await userEvent.clear(interval);
    await userEvent.type(interval, '10');
    expect(screen.getByText('6 pings per minute')).toBeDefined();
    expect(screen.getByText('28.8 kB per hour')).toBeDefined();
    expect(screen.getByText('Failure noticed within 85 s')).toBeDefined();
    await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
    expect(configured.mock.calls).toEqual([[{ intervalMs: 10_000, timeoutMs: 75_000 }]]);
  });

  it('does not apply invalid values, and says why', async () => {
    const { socket } = renderConnected(<HeartbeatSettings />, open());
    const timeout = screen.getByRole('textbox', { name: 'Timeout in seconds' });
    await userEvent.clear(timeout);
    await userEvent.click(screen.getByRole('button', { name: 'Apply' }));
    expect(socket.calls).toEqual([]);
    expect(timeout.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('Enter whole seconds, 1 or more.')).toBeDefined();
  });

  it('comes to the same numbers as the README', () => {
    expect(toTradeOff({ intervalMs: 25_000, timeoutMs: 75_000 })).toEqual({
      pingsPerMinute: 2.4,
      bytesPerHour: 11_520,
      noticedWithinMs: 100_000,
    });
  });
});

describe('LatencyMeter', () => {
  it.each([
    [80, 'good', 3],
    [200, 'fair', 2],
    [900, 'poor', 1],
  ])('%i ms is %s', (smoothedMs, level, lit) => {
    renderConnected(<LatencyMeter />, open({ latency: { lastMs: 1, smoothedMs, jitterMs: 0 } }));
    const meter = screen.getByRole('meter', { name: 'Latency' });
    expect(meter.dataset['level']).toBe(level);
    expect(meter.getAttribute('aria-valuetext')).toBe(`${smoothedMs} ms, ${level}`);
    expect(meter.querySelectorAll('[data-lit]')).toHaveLength(lit);
  });
});

describe('the chart', () => {
  it('draws pongs, marks missed heartbeats, and interrupts the line where the connection ended', () => {
    const series = toLatencySeries(recordsOf(outageRecords), 300_000);
    expect(summarize(series)).toEqual({ pongs: 16, missed: 1, lowestMs: 19, highestMs: 184 });
    const gap = series[1].indexOf(null);
    expect([series[1][gap], series[2][gap]]).toEqual([null, 184]);
    expect([series[1][gap + 1], series[2][gap + 1]]).toEqual([null, null]);
  });

  it('leaves out what is older than its window', () => {
    expect(summarize(toLatencySeries(recordsOf(outageRecords), 20_000)).pongs).toBe(5);
  });
});

describe('HeartbeatDevtools', () => {
  it('shows the status, breaks a real connection, and ends its faults when it is folded', async () => {
    const gateway = createFakeGateway();
    const breakable = createBreakableWebSocket(gateway.WebSocket);
    const socket = createHeartbeatSocket('ws://gateway.test/', { WebSocket: breakable.WebSocket });
    socket.connect();
    renderConnected(<HeartbeatDevtools socket={socket} breaker={breakable} defaultOpen />);
    await vi.waitFor(() => expect(screen.getByRole('button', { name: 'Heartbeat: open' })).toBeDefined());
    await userEvent.click(screen.getByRole('button', { name: 'Drop' }));
    expect(socket.store.getState()).toMatchObject({ status: 'reconnecting', lastClose: { code: 1006 } });
    await vi.waitFor(() => expect(socket.store.getState().status).toBe('open'), { timeout: 4_000 });

    await userEvent.click(screen.getByRole('button', { name: 'Silence' }));
    const heard: unknown[] = [];
    socket.onMessage((data) => heard.push(data));
    gateway.broadcast('lost');
    await settle();
    expect(heard).toEqual([]);
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('region', { name: 'Heartbeat devtools' })).toBeNull();
    gateway.broadcast('heard again');
    await settle();
    expect(heard).toHaveLength(1);
    act(() => socket.destroy());
  });

  it('delays incoming messages', async () => {
    const gateway = createFakeGateway();
    const breakable = createBreakableWebSocket(gateway.WebSocket);
    const socket = createHeartbeatSocket('ws://gateway.test/', { WebSocket: breakable.WebSocket });
    socket.connect();
    await vi.waitFor(() => expect(socket.store.getState().status).toBe('open'));
    breakable.delay(120);
    const heardAt: number[] = [];
    socket.onMessage(() => heardAt.push(performance.now()));
    const sentAt = performance.now();
    gateway.broadcast('late');
    await vi.waitFor(() => expect(heardAt).toHaveLength(1));
    expect((heardAt[0] ?? 0) - sentAt).toBeGreaterThanOrEqual(115);
    socket.destroy();
  });

  it('has no buttons for faults without a breaker', () => {
    renderConnected(<HeartbeatDevtools defaultOpen />, open());
    const group = within(screen.getByRole('group', { name: 'Actions' }));
    expect(group.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Reconnect', 'Disconnect']);
  });
});
