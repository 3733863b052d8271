import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import express from 'express';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import {
  createHeartbeatGateway,
  HeartbeatOptionError,
  type HeartbeatGatewayOptions,
} from '../../../src/gateway/index.js';
import { resolveGateway } from '../../../src/gateway/options/resolveGateway.js';

const make = (options: object) => () =>
  createHeartbeatGateway({ configFile: false, env: {}, ...options } as HeartbeatGatewayOptions);

describe('an invalid option', () => {
  it.each<[string, object]>([
    ['port, server, wss', {}],
    ['port, server, wss', { port: 0, wss: {} }],
    ['port', { port: 70_000 }],
    ['heartbeat.intervalMs', { port: 0, heartbeat: { intervalMs: 0 } }],
    ['heartbeat.timeoutMs', { port: 0, heartbeat: { timeoutMs: Number.NaN } }],
    ['heartbeat', { port: 0, heartbeat: { intervalMs: 100, timeoutMs: 99 } }],
    ['origins', { port: 0, origins: ['https://app.example.com/'] }],
    ['maxConnections', { port: 0, maxConnections: -1 }],
    ['maxPayload', { port: 0, maxPayload: 0 }],
    ['path', { port: 0, path: 'ws' }],
    ['ping', { port: 0, ping: 'sometimes' }],
    ['trustedProxies', { port: 0, trustedProxies: ['example.com'] }],
    ['authenticate', { wss: { on() {}, off() {} }, authenticate: () => true }],
    ['admin.path', { port: 0, admin: { path: '/' } }],
    ['admin.viewerToken', { port: 0, admin: { operatorToken: 'same', viewerToken: 'same' } }],
    ['admin.operatorToken', { port: 0, admin: { operatorToken: '' } }],
    ['admin.authorize', { port: 0, admin: { operatorToken: 'one', authorize: () => null } }],
    ['server', { server: express() }],
    ['server', { server: createNetServer() }],
    ['server', { server: {} }],
    ['server', { server: null }],
    ['wss', { wss: createServer() }],
    ['wss', { wss: new EventEmitter() }],
    ['keepAliveTimeoutMs', { port: 0, keepAliveTimeoutMs: 0 }],
    ['keepAliveTimeoutMs', { server: createServer(), keepAliveTimeoutMs: 5_000 }],
    ['host', { server: createServer(), host: '127.0.0.1' }],
    ['host', { wss: new WebSocketServer({ noServer: true }), host: '127.0.0.1' }],
    ['maxPayload', { wss: new WebSocketServer({ noServer: true }), maxPayload: 1 }],
    ['allowedHosts', { port: 0, allowedHosts: ['https://app.example.com'] }],
    ['allowedHosts', { port: 0, allowedHosts: ['app.example.com:8080'] }],
    ['HEARTBEAT_INTERVAL_MS', { port: 0, env: { HEARTBEAT_INTERVAL_MS: '999' } }],
    ['HEARTBEAT_INTERVAL_MS', { port: 0, env: { HEARTBEAT_INTERVAL_MS: '300001' } }],
    ['HEARTBEAT_TIMEOUT_MS', { port: 0, env: { HEARTBEAT_TIMEOUT_MS: '900001' } }],
    ['HEARTBEAT_INTERVAL_MS', { port: 0, env: { HEARTBEAT_INTERVAL_MS: '25s' } }],
    ['HEARTBEAT_TIMEOUT_MS', { port: 0, env: { HEARTBEAT_TIMEOUT_MS: '0' } }],
    ['configFile', { port: 0, configFile: 'there-is-no-such-file.json' }],
    ['path', { port: 0, path: '/wś' }],
    ['path', { port: 0, path: '/../ws' }],
    ['origins', { port: 0, origins: ['https://*.192.0.2.1'] }],
    ...['*', '*.*.example.com', 'app.*.com', '*app.com', '*.', '*.192.0.2.1'].map((host): [string, object] => [
      'allowedHosts',
      { port: 0, allowedHosts: [host] },
    ]),
    ['path', { port: 0, path: null }],
    ['handshakeTimeoutMs', { port: 0, handshakeTimeoutMs: null }],
    ['admin.path', { port: 0, admin: { path: null } }],
    ['admin.operatorToken', { port: 0, admin: { operatorToken: null } }],
    ['admin.viewerToken', { port: 0, env: { HEARTBEAT_VIEWER_TOKEN: 'x' }, admin: { viewerToken: null } }],
    ['HEARTBEAT_INTERVAL_MS', { port: 0, env: { HEARTBEAT_INTERVAL_MS: 25_000 } }],
    ['HEARTBEAT_LOG_LEVEL', { port: 0, env: { HEARTBEAT_LOG_LEVEL: 1 } }],
    ['HEARTBEAT_PROXY_IDLE_TIMEOUT_MS', { port: 0, env: { HEARTBEAT_PROXY_IDLE_TIMEOUT_MS: 60_000 } }],
    ['HEARTBEAT_TOKENS_FILE', { port: 0, env: { HEARTBEAT_TOKENS_FILE: {} } }],
    ['HEARTBEAT_ADMIN_TOKEN', { port: 0, env: { HEARTBEAT_ADMIN_TOKEN: 5 } }],
    ['alerts.webhook.secret', { port: 0, alerts: { webhook: { url: 'http://a.test', secret: ' '.repeat(20) } } }],
  ])('is refused at once, naming %s', (option, options) => {
    expect(make(options)).toThrow(HeartbeatOptionError);
    expect(make(options)).toThrow(expect.objectContaining({ option }));
  });

  it.each([
    [{ port: 0, orgins: ['https://a.test'] }, 'there is no option orgins, do you mean origins?'],
    [{ port: 0, maxPayLoad: 1 }, 'there is no option maxPayLoad, do you mean maxPayload?'],
    [{ port: 0, interval: 5_000 }, 'there is no option interval'],
    [{ port: 0, heartbeat: { interval: 5_000 } }, 'heartbeat.interval, do you mean heartbeat.intervalMs?'],
    [{ port: 0, admin: { operatorTokn: 'x' } }, 'admin.operatorTokn, do you mean admin.operatorToken?'],
    [{ port: 0, metrics: { publik: true } }, 'metrics.publik, do you mean metrics.public?'],
    [{ port: 0, alerts: { webhook: { uri: 'http://a.test' } } }, 'alerts.webhook.uri, do you mean alerts.webhook.url?'],
    [{ port: 0, somethingElseAltogether: 1 }, 'there is no option somethingElseAltogether'],
  ])('is found when it is misspelt: %j', (options, message) => {
    expect(make(options)).toThrow(HeartbeatOptionError);
    expect(make(options)).toThrow(message);
  });

  it.each<[string, readonly unknown[]]>([
    ['origins', ['https://app.example.com', [1], () => true]],
    ['allowedHosts', ['app.example.com', [1], true]],
    ['trustedProxies', ['10.0.0.1', [1], true]],
    ['requireOrigin', ['false', 1]],
    ['perMessageDeflate', ['false', {}]],
    ['authenticate', [true, {}]],
    ['heartbeat', [25_000, false, null, []]],
    ['admin', [true, 'secret', null]],
    ['admin.authorize', [true, {}]],
    ['admin.operatorToken', [12_345, {}]],
    ['metrics', [true, null]],
    ['metrics.public', ['false', 1]],
    ['metrics.registry', [{}, 5]],
    ['alerts', [true, null]],
    ['alerts.webhook', ['http://a.test', null]],
    ['collect', [5, 'true', null]],
    ['logger', [{}, true, { warn() {} }, console.log]],
    ['state', [{}, 'heartbeat.state.json']],
    ['clock', [{}, Date]],
    ['random', [0.5]],
    ['env', [5, null]],
    ['host', [5]],
    ['configFile', [true, {}]],
  ])('is refused when it is of the wrong kind: %s', (option, values) => {
    const [group = '', name = ''] = option.includes('.') ? option.split('.') : ['', option];
    for (const value of values) {
      const options = group === '' ? { [name]: value } : { [group]: { [name]: value } };
      expect(make({ port: 0, ...options })).toThrow(HeartbeatOptionError);
      expect(make({ port: 0, ...options })).toThrow(expect.objectContaining({ option }));
    }
  });

  it.each([[undefined], [null], ['8080'], [8_080], [[]], [() => {}]])(
    'is %o in the place of all options',
    (options) => {
      const makeOf = () => createHeartbeatGateway(options as unknown as HeartbeatGatewayOptions);
      expect(makeOf).toThrow(HeartbeatOptionError);
      expect(makeOf).toThrow('createHeartbeatGateway(options) must be an object of options');
    },
  );

  it('shows no token, of whatever kind', () => {
    expect(make({ port: 0, admin: { operatorToken: 12_345 } })).toThrow('not shown');
  });

  it('may be spelt in any way while it is undefined', async () => {
    await make({ port: 0, host: '127.0.0.1', orgins: undefined })().close();
    expect.assertions(0);
  });

  it('leaves nothing behind', async () => {
    const registry = new Registry();
    const activeBefore = process.getActiveResourcesInfo();
    const metrics = { registry };
    expect(make({ port: 0, metrics, heartbeat: { intervalMs: 100, timeoutMs: 99 } })).toThrow(HeartbeatOptionError);
    expect(make({ port: 0, metrics, configFile: 'there-is-no-such-file.json' })).toThrow(HeartbeatOptionError);
    expect(await registry.metrics()).toBe('\n');
    expect(process.getActiveResourcesInfo()).toEqual(activeBefore);
  });
});

it('takes an empty host for none, as compose files write an unset variable', () => {
  const { listen, adminListen } = resolveGateway({
    configFile: false,
    env: {},
    port: 0,
    host: '',
    admin: { port: 0, host: '' },
  });
  expect(listen).toMatchObject({ host: undefined });
  expect(adminListen).toMatchObject({ host: '127.0.0.1' });
});

it('takes Infinity for no limit', async () => {
  const limits = {
    maxPayload: Number.POSITIVE_INFINITY,
    maxConnections: Number.POSITIVE_INFINITY,
    maxBufferedBytes: Number.POSITIVE_INFINITY,
    admitPerSecond: Number.POSITIVE_INFINITY,
  };
  await make({ port: 0, host: '127.0.0.1', ...limits })().close();
  expect.assertions(0);
});
