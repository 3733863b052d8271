import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { Deployment } from 'kubernetes-models/apps/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Secret, Service } from 'kubernetes-models/v1';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { findProgram } from '../../scripts/find-program.mjs';
import { memoryState } from '../../src/gateway/index.js';
import { makeFolder } from '../support/folder.js';
import { ADMIN, startGateway } from '../support/gateway/gateways.js';

const OPS = fileURLToPath(new URL('../../ops/', import.meta.url));
const read = (name: string): string => readFileSync(join(OPS, name), 'utf8');

type Environment = readonly (readonly [name: string, value: string | undefined])[];

/** The variables that the gateway and `server.mjs` read: asked of the gateway itself, so that a renamed one is missed. */
async function namesThatAreRead(): Promise<Set<string>> {
  const asked = new Set<string>();
  const env = new Proxy<Record<string, string | undefined>>(
    {},
    { get: (_, name) => void asked.add(String(name)), has: () => false },
  );
  await startGateway({ env, state: memoryState() });
  const server = read('server.mjs');
  const [, destructured = ''] = /const \{ ([\w, ]+) \} = process\.env;/.exec(server) ?? [];
  for (const [, name = ''] of server.matchAll(/process\.env\.(\w+)/g)) asked.add(name);
  for (const name of destructured.split(', ')) asked.add(name);
  return asked;
}

/** What holds of the environment of a gateway, wherever it is written down. */
async function checkEnvironment(environment: Environment): Promise<void> {
  const known = await namesThatAreRead();
  expect(known).toContain('HEARTBEAT_INTERVAL_MS');
  expect(known).toContain('REDIS_URL');
  expect(environment.map(([name]) => name).filter((name) => !known.has(name))).toEqual([]);
  const given = Object.fromEntries(environment.filter(([name]) => name.startsWith('HEARTBEAT_')));
  const env = { ...given, HEARTBEAT_TOKENS_FILE: undefined };
  // Values that are refused throw here.
  await startGateway({ env, state: memoryState() });
}

/** The longest that a drain takes: until its last client is told to leave, and the closing of what is left. */
const drainMs = (environment: Environment): number => Number(Object.fromEntries(environment)['DRAIN_MS']) + 5_000;

describe('the compose file', () => {
  interface Gateway {
    readonly environment: Record<string, string>;
    readonly stop_grace_period: string;
    readonly expose: readonly string[];
    readonly volumes: readonly string[];
  }
  const { services } = parse(read('compose.yml'), { merge: true }) as {
    services: Record<string, Gateway & { ports: string[]; volumes: string[] }>;
  };
  const gateways = Object.entries(services).filter(([name]) => name.startsWith('gateway-'));

  it.skipIf(!findProgram(['docker-compose']))('is one that docker-compose takes', () => {
    const folder = makeFolder();
    cpSync(OPS, folder, { recursive: true });
    writeFileSync(join(folder, 'heartbeat-tokens.json'), '{"tokens":[]}');
    const config = () =>
      spawnSync(findProgram(['docker-compose']) ?? '', ['-f', 'compose.yml', 'config', '-q'], {
        cwd: folder,
        encoding: 'utf8',
      });
    const { status, stderr } = config();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    writeFileSync(join(folder, 'compose.yml'), read('compose.yml').replace('expose:', 'exposes:'));
    expect(config().stderr).toContain('exposes');
  });

  it('has three gateways that nginx knows, each with a state of its own', () => {
    expect(gateways).toHaveLength(3);
    const named = [...read('nginx/gateways.conf').matchAll(/^ *server ([\w-]+):(\d+) /gm)];
    expect(named.map(([, name]) => name)).toEqual(gateways.map(([name]) => name));
    const named2 = [...read('haproxy/gateways.cfg').matchAll(/^ *server \w+ ([\w-]+):(\d+)/gm)];
    expect(named2.map(([, name]) => name)).toEqual(gateways.map(([name]) => name));
    for (const [, , port = ''] of [...named, ...named2]) expect(gateways[0]?.[1].expose).toContain(port);
    expect(new Set(gateways.flatMap(([, { volumes }]) => volumes)).size).toBe(3);
    expect(services['nginx']?.volumes).toEqual(['./nginx/gateways.conf:/etc/nginx/conf.d/default.conf:ro']);
  });

  it('gives a gateway variables that it reads, and time for its drain', async () => {
    for (const [, { environment, stop_grace_period: grace }] of gateways) {
      const entries = Object.entries(environment);
      await checkEnvironment(entries);
      expect(parseInt(grace, 10) * 1_000).toBeGreaterThan(drainMs(entries));
    }
  });
});

describe('the manifests for Kubernetes', () => {
  const folder = join(OPS, 'kubernetes');
  interface Manifest {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  }
  const manifests = readdirSync(folder).flatMap((name) =>
    parseAllDocuments(read(`kubernetes/${name}`)).map((document) => document.toJS() as Manifest),
  );
  const MODELS = { ConfigMap, Deployment, PodDisruptionBudget, Secret, Service, ServiceMonitor };
  type Model = (typeof MODELS)[keyof typeof MODELS];
  const modelOf = ({ kind }: Manifest): Model => {
    const model = (MODELS as Record<string, Model>)[kind];
    if (!model) throw new Error(`no model of ${kind}`);
    return model;
  };
  const find = <Kind extends Model>(kind: Kind, name = 'heartbeat-gateway'): InstanceType<Kind> => {
    const found = manifests.find((each) => modelOf(each) === kind && each.metadata.name === name);
    if (!found) throw new Error(`no ${kind.name} ${name}`);
    return new kind(found as never) as InstanceType<Kind>;
  };
  const { spec } = find(Deployment);
  const pod = spec?.template.spec;
  const container = pod?.containers[0];
  const environment = (container?.env ?? []).map(({ name, value }) => [name, value] as const);
  const portOf = (name: unknown): number | undefined =>
    container?.ports?.find((port) => port.name === name)?.containerPort;

  it('are what the API takes, each of them', () => {
    for (const manifest of manifests) {
      const Kind = modelOf(manifest);
      expect(() => new Kind(manifest as never).validate()).not.toThrow();
    }
    expect(manifests.map(({ kind }) => kind).toSorted()).toEqual([...Object.keys(MODELS), 'Service'].toSorted());
    // The models are at work.
    expect(() => new Service({ spec: { ports: [{ port: 'eighty' as never }] } }).validate()).toThrow('port');
  });

  it('select the pods of the deployment, by ports that these have', () => {
    const labels = spec?.template.metadata?.labels ?? {};
    expect(spec?.selector.matchLabels).toEqual(labels);
    expect(find(PodDisruptionBudget).spec?.selector?.matchLabels).toEqual(labels);
    for (const name of ['heartbeat-gateway', 'heartbeat-gateway-admin']) {
      const service = find(Service, name).spec;
      expect(service?.selector).toEqual(labels);
      for (const { targetPort } of service?.ports ?? []) expect(portOf(targetPort)).toBeGreaterThan(0);
    }
    const monitor = find(ServiceMonitor).spec;
    expect(find(Service, 'heartbeat-gateway-admin').metadata?.labels).toEqual(monitor?.selector.matchLabels);
    const ports = find(Service, 'heartbeat-gateway-admin').spec?.ports?.map(({ name }) => name);
    expect(ports).toEqual(monitor?.endpoints?.map(({ port }) => port));
    const ofServer = Object.fromEntries(environment);
    expect([portOf('ws'), portOf('admin')]).toEqual([Number(ofServer['PORT']), Number(ofServer['ADMIN_PORT'])]);
  });

  it('ask for readiness and metrics where the gateway answers them', async () => {
    const { gateway } = await startGateway({ admin: { port: 0, host: '127.0.0.1' }, metrics: { public: true } });
    const probe = container?.readinessProbe?.httpGet;
    expect(portOf(probe?.port)).toBe(9090);
    const ask = async (path: string | undefined) =>
      (await fetch(`http://127.0.0.1:${gateway.adminAddress()?.port}${path}`)).status;
    expect(await ask(probe?.path)).toBe(200);
    expect(await ask(find(ServiceMonitor).spec?.endpoints?.[0]?.path)).toBe(200);
    await gateway.drain();
    expect(await ask(probe?.path)).toBe(503);
  });

  it('give a gateway variables that it reads, files that are mounted, and time for its drain', async () => {
    await checkEnvironment(environment);
    const [command, seconds] = container?.lifecycle?.preStop?.exec?.command ?? [];
    expect(command).toBe('sleep');
    const graceMs = (pod?.terminationGracePeriodSeconds ?? 0) * 1_000;
    expect(graceMs).toBeGreaterThan(Number(seconds) * 1_000 + drainMs(environment));
    const files = new Map<string, string>();
    for (const { name, mountPath } of container?.volumeMounts ?? []) {
      const volume = pod?.volumes?.find((each) => each.name === name);
      const data = volume?.configMap
        ? find(ConfigMap, volume.configMap.name).data
        : volume?.secret && find(Secret, volume.secret.secretName).stringData;
      for (const [file, text] of Object.entries(data ?? {})) files.set(`${mountPath}/${file}`, text);
    }
    const { CONFIG_FILE = '', HEARTBEAT_TOKENS_FILE = '' } = Object.fromEntries(environment);
    const place = makeFolder();
    const configFile = join(place, 'heartbeat.config.json');
    const tokens = join(place, 'tokens.json');
    writeFileSync(configFile, files.get(CONFIG_FILE) ?? '');
    writeFileSync(tokens, files.get(HEARTBEAT_TOKENS_FILE) ?? '');
    // A gateway with the files of the manifests.
    const { port } = await startGateway({
      configFile,
      state: memoryState(),
      env: { HEARTBEAT_TOKENS_FILE: tokens },
      admin: ADMIN,
    });
    const answer = await fetch(`http://127.0.0.1:${port}/heartbeat/settings`, {
      headers: { Authorization: `Bearer ${ADMIN.viewerToken}` },
    });
    expect(await answer.json()).toMatchObject({ intervalMs: { value: 25_000, source: 'file' } });
  });
});
