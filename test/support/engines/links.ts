import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** How long the slow page takes: a browser that closes sockets as soon as a link is clicked has long done so. */
const SLOW_MS = 2_500;

const ANSWERS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/slow': (response) => void setTimeout(() => response.writeHead(204).end(), SLOW_MS),
  '/nothing': (response) => response.writeHead(204).end(),
  '/attachment': (response) =>
    response
      .writeHead(200, { 'Content-Type': 'application/zip', 'Content-Disposition': 'attachment; filename="a.zip"' })
      .end('a'),
};

/** Serves links that a page stays on: the one to a page that is slow and then empty, and those to no page at all. */
export async function serveLinks(): Promise<{
  url: string;
  readonly asked: readonly string[];
  readonly answered: readonly string[];
}> {
  const asked: string[] = [];
  const answered: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.once('finish', () => answered.push(url));
    const answer = ANSWERS[url];
    if (answer) answer(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, answered };
}
