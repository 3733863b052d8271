import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { HeartbeatGateway } from '../../src/gateway/index.js';
import { repository } from '../guards/sourceFiles.js';
import { waitFor } from '../support/waitFor.js';

const guide = readFileSync(join(repository, 'docs/logs.md'), 'utf8');

afterEach(() => void vi.unstubAllEnvs());

/** Runs a recipe of the guide as it stands there, except that the package's name means its source. */
async function runRecipe(title: string): Promise<HeartbeatGateway> {
  const [, code] = new RegExp(`^\`\`\`ts title="${title}"\n([\\s\\S]*?)^\`\`\``, 'm').exec(guide) ?? [];
  if (code === undefined) throw new Error(`docs/logs.md has no recipe "${title}"`);
  // In test/, from where the transports that the recipes name are found.
  mkdirSync(join(repository, 'test/.cache'), { recursive: true });
  const dir = mkdtempSync(join(repository, 'test/.cache/recipe-'));
  const file = join(dir, `${title}.ts`);
  writeFileSync(file, code.replace('heartbeat-socket/gateway', join(repository, 'src/gateway/index.ts')));
  vi.stubEnv('PORT', '0');
  const { gateway } = (await import(file)) as { gateway: HeartbeatGateway };
  onTestFinished(async () => {
    await gateway.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return gateway;
}

/** Opens a connection and ends it with this reason. */
async function connectAndLeave(gateway: HeartbeatGateway, reason: string): Promise<void> {
  await gateway.ready;
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.address()?.port}/ws`);
  await once(socket, 'open');
  socket.close(4242, reason);
  await waitFor('its end', () => gateway.peers.size === 0);
}

/** A server that takes every POST. */
async function startListener() {
  const posts: { readonly path: string; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      posts.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString() });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { posts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

it('the gateway’s records reach a file, one JSON line each', async () => {
  const dir = mkdtempSync(join(repository, '.cache/logs-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'deep/gateway.log');
  vi.stubEnv('LOG_FILE', file);
  await connectAndLeave(await runRecipe('file'), 'done with "it"\n');
  const lines = (): Record<string, unknown>[] => {
    try {
      return readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    } catch {
      return [];
    }
  };
  await waitFor('the end of the connection', () => lines().some(({ kind }) => kind === 'connection.closed'));
  const closed = lines().find(({ kind }) => kind === 'connection.closed');
  const opened = lines().find(({ kind }) => kind === 'connect.opened');
  expect(closed).toMatchObject({ level: 30, msg: 'connection.closed', side: 'gateway', code: 4242 });
  expect(closed?.['connectionId']).toBe(opened?.['connectionId']);
});

it('they reach Loki, as streams with the app’s label and the level', async () => {
  const { posts, url } = await startListener();
  vi.stubEnv('LOKI_URL', url);
  await connectAndLeave(await runRecipe('loki'), 'done');
  interface Push {
    readonly streams: readonly { readonly stream: Record<string, string>; readonly values: [string, string][] }[];
  }
  const streams = () => posts.flatMap(({ body }) => (JSON.parse(body) as Push).streams);
  const find = () => streams().find(({ values }) => values.some(([, line]) => line.includes('"connection.closed"')));
  await waitFor('the end of the connection', () => find() !== undefined);
  expect(posts[0]?.path).toBe('/loki/api/v1/push');
  expect(find()?.stream).toMatchObject({ app: 'gateway', level: 'info' });
  const [time = '', line = ''] = find()?.values.find(([, text]) => text.includes('"connection.closed"')) ?? [];
  expect(JSON.parse(line)).toMatchObject({ kind: 'connection.closed', code: 4242, reason: 'done' });
  expect(Math.abs(Number(time) / 1e6 - Date.now())).toBeLessThan(60_000);
});

it('they reach an OpenTelemetry collector, with severity and attributes', async () => {
  const { posts, url } = await startListener();
  vi.stubEnv('OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', `${url}/v1/logs`);
  vi.stubEnv('OTEL_EXPORTER_OTLP_LOGS_PROTOCOL', 'http');
  vi.stubEnv('OTEL_BLRP_SCHEDULE_DELAY', '200');
  await connectAndLeave(await runRecipe('otlp'), 'done');
  interface LogRecord {
    readonly severityText: string;
    readonly body: { readonly stringValue: string };
    readonly attributes: readonly { readonly key: string; readonly value: object }[];
  }
  interface Export {
    readonly resourceLogs: readonly {
      readonly resource: { readonly attributes: readonly object[] };
      readonly scopeLogs: readonly { readonly logRecords: readonly LogRecord[] }[];
    }[];
  }
  const resources = () => posts.flatMap(({ body }) => (JSON.parse(body) as Export).resourceLogs);
  const find = () =>
    resources()
      .flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords))
      .find(({ body }) => body.stringValue === 'connection.closed');
  await waitFor('the end of the connection', () => find() !== undefined);
  expect(find()?.severityText).toBe('info');
  expect(find()?.attributes).toContainEqual({ key: 'code', value: { intValue: 4242 } });
  expect(find()?.attributes).toContainEqual({ key: 'reason', value: { stringValue: 'done' } });
  expect(resources()[0]?.resource.attributes).toContainEqual({
    key: 'service.name',
    value: { stringValue: 'gateway' },
  });
});
