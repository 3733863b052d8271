import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleNames, installExamples, runInstalled, unpinned } from '../support/packaging/examples.js';
import { startProgram } from '../support/packaging/freshApp.js';
import { join as joinGateway, upgradeStatus } from '../support/gateway/gateways.js';

let folder: string;
beforeAll(async () => {
  folder = await installExamples();
}, 400_000);

/** Starts an example's server on a free port, opens a socket as a client that knows no more than ping, and gets a pong. */
async function checkPong(example: string, program: string, query = '', env: Record<string, string> = {}) {
  const says = /Listening on port (\d+)/;
  const server = await startProgram({ app: join(folder, example) }, [program], says, { PORT: '0', ...env });
  const port = Number(says.exec(server.said())?.[1]);
  const client = await joinGateway(`ws://127.0.0.1:${port}/ws${query}`, 'silent');
  client.socket.send('{"type":"ping","id":7}');
  expect(await client.frame('pong')).toMatchObject({ id: 7 });
  return { port, server };
}

it.each(exampleNames())('%s names the versions that are tried here', (example) => {
  expect(unpinned(example)).toEqual([]);
});

describe('servers answer a ping', () => {
  it('express, beside its own routes', async () => {
    const { port } = await checkPong('express', 'server.mjs');
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('1 connected');
    expect((await fetch(`http://127.0.0.1:${port}/heartbeat/healthz`)).status).toBe(200);
  });

  it('fastify, beside its own routes', async () => {
    const { port } = await checkPong('fastify', 'server.mjs');
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('1 connected');
    expect((await fetch(`http://127.0.0.1:${port}/heartbeat/healthz`)).status).toBe(200);
  });

  it('node, for clients with the token, and it drains', async () => {
    const { port, server } = await checkPong('node', 'server.mjs', '?token=open-sesame');
    expect((await upgradeStatus(`ws://127.0.0.1:${port}/ws`)).status).toBe(401);
    await server.stop();
    expect(server.said()).not.toContain('Error');
  });

  it('the gateway of vite-react', async () => {
    const { server } = await checkPong('vite-react', 'gateway.mjs');
    await server.stop();
    expect(server.said()).not.toContain('Error');
  });
});

describe('apps build', () => {
  it('vite-react compiles and is bundled', async () => {
    expect(await runInstalled('vite-react', 'typescript/bin/tsc')).toBe('');
    expect(await runInstalled('vite-react', 'vite/bin/vite.js', 'build')).toBe('');
  });

  it('react-native compiles against the types of React Native and NetInfo', async () => {
    expect(await runInstalled('react-native', 'typescript/bin/tsc')).toBe('');
  });

  it('next is built, and its server answers a ping', { timeout: 240_000 }, async () => {
    // Here the packages are a folder higher than in an app, and the repository's lock file is higher still.
    const config = `export default { turbopack: { root: ${JSON.stringify(folder)} } };`;
    writeFileSync(join(folder, 'next/next.config.mjs'), config);
    expect(await runInstalled('next', 'next/dist/bin/next', 'build')).toBe('');
    const { port } = await checkPong('next', 'server.mjs', '', { NODE_ENV: 'production' });
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('Say hello');
  });
});
