import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import { startGateway, upgradeStatus } from '../../support/gateway/gateways.js';

function listen(): string[] {
  const lines: string[] = [];
  const spies = (['debug', 'log', 'info', 'warn', 'error'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(`${level} ${line}`)),
  );
  onTestFinished(() => spies.forEach((spy) => spy.mockRestore()));
  return lines;
}

describe('the console of a gateway without a logger', () => {
  it('shows why a page was refused, once a second, and how often it did not', async () => {
    const lines = listen();
    const clock = createGatewayClock();
    const { url } = await startGateway({ logger: undefined, clock });
    for (let count = 0; count < 5; count += 1) await upgradeStatus(url, { Origin: 'https://evil.test' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^warn heartbeat-socket: peer\.rejected .*set `origins`/);
    clock.drift(1_001);
    await upgradeStatus(url, { Origin: 'https://evil.test' });
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('"suppressed":4');
  });

  it('shows nothing else', async () => {
    const lines = listen();
    const { url } = await startGateway({ logger: undefined });
    expect((await upgradeStatus(url)).status).toBe(101);
    expect(lines).toEqual([]);
  });

  it('shows nothing in production', async () => {
    const lines = listen();
    const { url } = await startGateway({ logger: undefined, env: { NODE_ENV: 'production' } });
    await upgradeStatus(url, { Origin: 'https://evil.test' });
    expect(lines).toEqual([]);
  });
});
