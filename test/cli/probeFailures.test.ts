import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:https';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { runCommand, runStoppable } from '../support/cli/runCommand.js';
import { startGateway, startServer } from '../support/gateway/gateways.js';
import { freePort } from '../support/network/freePort.js';
import { waitFor } from '../support/waitFor.js';

/** A TCP server that does what it is told with each connection. */
async function startTcp(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(async () => {
    sockets.forEach((socket) => socket.destroy());
    await new Promise((closed) => server.close(closed));
  });
  return (server.address() as { port: number }).port;
}

/** A WebSocket server that does what it is told with each socket. */
async function startSockets(onConnection: (socket: WebSocket, tcp: Socket) => void): Promise<number> {
  const { server, port } = await startServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, { socket: tcp }) => {
    socket.on('error', () => {});
    onConnection(socket, tcp);
  });
  onTestFinished(() => sockets.clients.forEach((socket) => socket.terminate()));
  return port;
}

const at = (port: number): string => `ws://127.0.0.1:${port}/ws`;
const probe = (url: string, ...more: string[]) =>
  runCommand('probe', url, '--timeout', '1', '--max-idle', '2', ...more);

describe('says in a sentence, and by its exit code, that the server', () => {
  it('has no name that DNS knows', async () => {
    const { stdout, stderr, status } = await probe('ws://no-such-name.invalid/ws');
    expect({ stdout, status }).toEqual({ stdout: '', status: 10 });
    expect(stderr).toMatch(
      /The name no-such-name\.invalid does not exist|DNS did not answer for no-such-name\.invalid/,
    );
  });

  it('refuses the connection', async () => {
    const { stderr, status } = await probe(at(await freePort()));
    expect(status).toBe(11);
    expect(stderr).toContain('refused the TCP connection: nothing listens on that port.');
  });

  it('resets the connection', async () => {
    const { stderr, status } = await probe(at(await startTcp((socket) => socket.resetAndDestroy())));
    expect(status).toBe(11);
    expect(stderr).toMatch(/reset it before it answered|ended the TCP connection/);
  });

  it('hangs', async () => {
    const { stderr, status } = await probe(at(await startTcp(() => {})));
    expect(status).toBe(12);
    expect(stderr).toContain('took the connection, but did not answer the upgrade within 1 s.');
  });

  it('has a certificate that is not trusted, unless it is told to take any', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
    const { server, port } = await startServer(createTlsServer({ key, cert }));
    const sockets = new WebSocketServer({ server });
    onTestFinished(() => sockets.clients.forEach((socket) => socket.terminate()));
    const url = at(port).replace('ws:', 'wss:');
    const { stderr, status } = await probe(url);
    expect(status).toBe(13);
    expect(stderr).toMatch(/TLS with 127\.0\.0\.1:\d+ failed: .+ \(\w+\)/);
    expect((await probe(url, '--insecure')).status).toBe(0);
  });

  it('speaks no TLS', async () => {
    const { port } = await startServer(createHttpServer((_, response) => response.end()));
    const { stderr, status } = await probe(at(port).replace('ws:', 'wss:'));
    expect(status).toBe(13);
    expect(stderr).toContain('does not speak TLS on that port');
  });

  it.each([
    [200, 'a proxy does not forward the upgrade'],
    [401, 'Give credentials by --header.'],
    [302, 'It points to "/elsewhere".'],
  ])('answers by HTTP %d', async (code, hint) => {
    const server = createHttpServer();
    server.on('request', (_, response) =>
      response.writeHead(code, code === 302 ? { Location: '/elsewhere' } : {}).end(),
    );
    const { port } = await startServer(server);
    const { stderr, status } = await probe(at(port));
    expect(status).toBe(14);
    expect(stderr).toContain(`answered the upgrade with ${code}`);
    expect(stderr).toContain(hint);
  });

  it.each([
    [
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n',
    ],
    ['220 mail.example ESMTP\r\n'],
  ])('is no WebSocket server: %j', async (answer) => {
    const { stderr, status } = await probe(
      at(await startTcp((socket) => socket.once('data', () => socket.write(answer)))),
    );
    expect(status).toBe(15);
    expect(stderr).toContain('does not answer as a WebSocket server does');
  });

  it('closes at once', async () => {
    const { stderr, status } = await probe(at(await startSockets((socket) => socket.close(4401, 'sign in\n'))));
    expect(status).toBe(16);
    expect(stderr).toContain(String.raw`closed the connection at once, with 4401 "sign in\n".`);
  });

  it('cuts at once', async () => {
    const { stderr, status } = await probe(at(await startSockets((socket) => socket.terminate())));
    expect(status).toBe(16);
    expect(stderr).toContain('cut the connection at once.');
  });

  it('sends nonsense for frames', async () => {
    const { stderr, status } = await probe(at(await startSockets((_, tcp) => tcp.write('nonsense that is no frame'))));
    expect(status).toBe(17);
    expect(stderr).toContain('accepted the upgrade and then sent what is no WebSocket');
  });

  it('sends nonsense later', async () => {
    const { status } = await probe(
      at(await startSockets((_, tcp) => void setTimeout(() => tcp.write(Buffer.of(0xff, 0xff, 0xff)), 1_000))),
    );
    expect(status).toBe(17);
  });

  it('as JSON as well', async () => {
    const { stdout, status } = await probe(at(await freePort()), '--json');
    expect(status).toBe(11);
    expect(JSON.parse(stdout)).toMatchObject({ failure: { kind: 'no connection' } });
  });
});

describe('tells limits from what is none', () => {
  it('a connection that the server closes for a ping it does not know', async () => {
    const port = await startSockets((socket) => socket.on('message', () => socket.close(1003, 'what?')));
    const { stdout, status } = await probe(at(port));
    expect(status).toBe(0);
    expect(stdout).toContain('the server closes the connection for one');
  });

  it('an age from a silence', async () => {
    const port = await startSockets((socket) => void setTimeout(() => socket.close(1001, 'old'), 2_500));
    const { stdout } = await probe(at(port), '--max-idle', '10');
    expect(stdout).toMatch(/^Age +connections end at an age of 2\.\d s \(closed with 1001 "old"\)$/m);
    expect(stdout).not.toContain('without a frame');
  });

  it('a restart from a limit', async () => {
    const sockets: WebSocket[] = [];
    const port = await startSockets((socket) => {
      sockets.push(socket);
      // The first greets, one is busy, and two are silent.
      if (sockets.length === 4) setTimeout(() => sockets.forEach((each) => each.terminate()), 2_500);
    });
    const { stdout } = await probe(at(port), '--max-idle', '10');
    expect(stdout).toContain(
      'Connections ended at the same moment: the server restarted, or the path was interrupted.',
    );
    expect(stdout).not.toMatch(/connections end/);
  });

  it('a server that speaks by itself from silence', async () => {
    const port = await startSockets((socket) => {
      const timer = setInterval(() => socket.send('news'), 500);
      socket.on('close', () => clearInterval(timer));
    });
    const { stdout } = await probe(at(port));
    expect(stdout).toMatch(/the server speaks by itself, at least every 0\.\d s: longer silence cannot be tried/);
  });
});

it('ends at Ctrl-C with what is known so far', async () => {
  const { gateway, url } = await startGateway();
  const control = new AbortController();
  const running = runStoppable(control, 'probe', url, '--max-idle', '300');
  await waitFor('the silent connections', async () =>
    (await gateway.registry.metrics()).includes('heartbeat_probes_total 2'),
  );
  control.abort();
  const { stdout, status } = await running;
  expect(status).toBe(0);
  expect(stdout).toContain('Ended before it was done');
});

it.each([
  [[], 'no address to probe'],
  [['http//x'], 'an address begins with ws:// or wss://'],
  [['ws://x', 'ws://y'], 'one address, not "ws://y" as well'],
  [['ws://x', '--max-idle', '0'], '--max-idle takes 1 to 86400 seconds, not "0"'],
  [['ws://x', '--timeout', 'soon'], '--timeout takes 1 to 86400 seconds, not "soon"'],
  [['ws://x', '--header', 'x\r\ny: z'], "a header is written 'Name: value'"],
  [['ws://x', '--no-such'], '--no-such'],
])('refuses the command line %j', async (args, why) => {
  const { stderr, status } = await runCommand('probe', ...args);
  expect(status).toBe(2);
  expect(stderr).toContain(why);
  expect(stderr).toContain('heartbeat-socket probe <ws://');
});
