import { createHmac } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Alert, Alerts } from '../../../src/admin/schemas/alerts.js';
import { RULES } from '../../../src/gateway/alerts/rules.js';
import { createHeartbeatGateway } from '../../../src/gateway/index.js';
import { makeFolder } from '../../support/folder.js';
import { createGatewayClock } from '../../support/gateway/gatewayClock.js';
import {
  ADMIN as admin,
  ask,
  QUIET,
  startGateway,
  startServer,
  upgradeStatus,
} from '../../support/gateway/gateways.js';
import { waitFor } from '../../support/waitFor.js';

const SECRET = 'a secret of the operators';

async function startWatched(alerts = {}) {
  const clock = createGatewayClock();
  const { port, url, gateway } = await startGateway({ admin, clock, alerts, metrics: { public: true } });
  const heard: Alert[] = [];
  gateway.on('alert', (alert) => heard.push(alert));
  const read = async (): Promise<Alerts> => {
    const { text } = await ask(port, 'GET', '/heartbeat/alerts', { token: admin.viewerToken });
    return JSON.parse(text) as Alerts;
  };
  /** Thirty pages of a foreign origin, which are refused. */
  const refuse = async (): Promise<void> => {
    await Promise.all(Array.from({ length: 30 }, () => upgradeStatus(url, { origin: 'https://foreign.example' })));
    await clock.advance(10_000);
  };
  return { clock, port, gateway, heard, read, refuse };
}

/** A receiver of webhooks, whose answers are scripted. */
async function startReceiver(answers: number[] = []) {
  const received: { readonly alert: Alert; readonly signature: string; readonly body: string }[] = [];
  let posts = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      posts += 1;
      const status = answers.shift() ?? 204;
      response.writeHead(status).end();
      if (status < 300)
        received.push({
          alert: JSON.parse(body) as Alert,
          signature: String(request.headers['heartbeat-signature']),
          body,
        });
    });
  });
  const { port } = await startServer(server);
  return { received, url: `http://127.0.0.1:${port}/hook`, posts: () => posts };
}

describe('an alert', () => {
  it('is raised once and cleared once: in the list, to listeners, and as a metric', async () => {
    const { clock, port, heard, read, refuse } = await startWatched();
    const metric = async () => (await ask(port, 'GET', '/heartbeat/metrics')).text;
    expect(await metric()).toContain('heartbeat_alert_active{rule="refusals"} 0\n');
    await refuse();
    await refuse();
    const { active, rules } = await read();
    expect(active).toMatchObject([{ rule: 'refusals', severity: 'warning', clearedAt: null }]);
    expect(active[0]!.message).toContain('upgrades refused');
    expect(active[0]!.to - active[0]!.from).toBeGreaterThanOrEqual(900_000);
    expect(rules.find(({ rule }) => rule === 'refusals')!.state).toBe('active');
    expect(await metric()).toContain('heartbeat_alert_active{rule="refusals"} 1\n');
    await clock.advance(150_000);
    const after = await read();
    expect(after.active).toEqual([]);
    expect(after.recent).toMatchObject([{ rule: 'refusals', id: active[0]!.id }]);
    expect(after.recent[0]!.clearedAt).toBeGreaterThan(after.recent[0]!.raisedAt);
    expect(heard.map(({ rule, clearedAt }) => [rule, clearedAt === null])).toEqual([
      ['refusals', true],
      ['refusals', false],
    ]);
  });

  it('of another part of the gateway is in the same list', async () => {
    const heartbeat = { intervalMs: 20_000, timeoutMs: 60_000 };
    const { port } = await startGateway({ admin, proxyIdleTimeoutMs: 10_000, heartbeat });
    const { text } = await ask(port, 'GET', '/heartbeat/alerts', { token: admin.viewerToken });
    expect((JSON.parse(text) as Alerts).active).toMatchObject([{ rule: 'proxy_idle_timeout', severity: 'critical' }]);
  });

  it('that is raised for another reason is another alert, and the one before it is over', async () => {
    const path = join(makeFolder(), 'tokens.json');
    writeFileSync(path, '{"tokens":[]}');
    const clock = createGatewayClock();
    const { gateway } = await startGateway({ clock, env: { HEARTBEAT_TOKENS_FILE: path } });
    const heard: Alert[] = [];
    gateway.on('alert', (alert) => heard.push(alert));
    const poll = (count: number) =>
      waitFor(`${count} alerts`, async () => {
        await clock.advance(500);
        return heard.length >= count;
      });
    writeFileSync(path, 'broken');
    await poll(1);
    rmSync(path);
    await poll(3);
    writeFileSync(path, '{"tokens":[]}');
    await poll(4);
    const [first, , second] = heard;
    expect(heard.map(({ id, clearedAt }) => [id, clearedAt === null])).toEqual([
      [first?.id, true],
      [first?.id, false],
      [second?.id, true],
      [second?.id, false],
    ]);
    expect(second?.id).not.toBe(first?.id);
  });

  it('says of each rule what it can see at the present load', async () => {
    const { clock, read } = await startWatched();
    expect((await read()).rules.map(({ rule }) => rule)).toEqual(Object.keys(RULES));
    await clock.advance(20_000);
    const { rules } = await read();
    const spike = rules.find(({ rule }) => rule === 'silent_spike')!;
    expect(spike.state).toBe('warming-up');
    expect(spike.canSee).toMatch(/told from chance/);
    expect(rules.find(({ rule }) => rule === 'silent_rise')!.canSee).toMatch(/week/);
  });

  it('is raised for no one when the process slept', async () => {
    const { clock, heard, refuse } = await startWatched();
    await clock.advance(700_000);
    clock.freeze(3_600_000);
    await clock.advance(700_000);
    expect(heard).toEqual([]);
    await refuse();
    expect(heard).toHaveLength(1);
  });
});

describe('a webhook', () => {
  it('gets each alert when it is raised and when it is cleared, signed', async () => {
    const { received, url } = await startReceiver();
    const { clock, refuse } = await startWatched({ webhook: { url, secret: SECRET } });
    await refuse();
    await waitFor('the alert', () => received.length === 1);
    await clock.advance(150_000);
    await waitFor('its end', () => received.length === 2);
    expect(received.map(({ alert }) => alert.clearedAt === null)).toEqual([true, false]);
    for (const { signature, body } of received) {
      const [, at, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature)!;
      expect(mac).toBe(createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex'));
    }
  });

  it('is tried again until it takes an alert, and gets them in order', async () => {
    const { received, url, posts } = await startReceiver([500, 503]);
    const { clock, refuse } = await startWatched({ webhook: { url, secret: SECRET } });
    await refuse();
    await waitFor('the first attempt', () => posts() === 1);
    await waitFor('the alert', async () => {
      await clock.advance(1_000);
      return received.length === 1;
    });
    expect(posts()).toBe(3);
  });

  it('that answers nothing holds up no one, and its alerts do not pile up', async () => {
    const { clock, gateway, refuse } = await startWatched({ webhook: { url: 'http://127.0.0.1:9/', secret: SECRET } });
    const failures: unknown[] = [];
    gateway.on('event', (record) => record.kind === 'webhook.failed' && failures.push(record));
    await refuse();
    await waitFor('giving up', async () => {
      await clock.advance(60_000);
      return failures.length > 0;
    });
    expect(JSON.stringify(failures)).not.toContain(SECRET);
  });

  it('that never answers is left when the gateway closes', async () => {
    let asked = false;
    let isLeft = false;
    const { port } = await startServer(
      createServer(({ socket }) => {
        asked = true;
        socket.once('close', () => (isLeft = true));
      }),
    );
    const webhook = { url: `http://127.0.0.1:${port}/`, secret: SECRET };
    const { gateway, refuse } = await startWatched({ webhook });
    await refuse();
    await waitFor('the attempt', () => asked);
    await gateway.close();
    // By itself it would end after ten seconds.
    await waitFor('the end of the attempt', () => isLeft, 5_000);
  });

  it.each([
    [{ webhook: { url: 'ftp://x', secret: SECRET } }, /alerts\.webhook\.url.*http/],
    [{ webhook: { url: 'nonsense', secret: SECRET } }, /alerts\.webhook\.url/],
    [{ webhook: { url: 'http://x', secret: 'short' } }, /alerts\.webhook\.secret.*16/],
    [{ sloTarget: 1 }, /alerts\.sloTarget/],
    [{ sloTarget: '0.9' }, /alerts\.sloTarget/],
    [{ webhok: {} }, /webhok/],
  ])('or a target that makes no sense is refused: %j', (alerts, says) => {
    expect(() => createHeartbeatGateway({ port: 0, ...QUIET, alerts: alerts as object })).toThrow(says);
  });
});
