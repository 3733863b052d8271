import { expect, it } from 'vitest';
import { createAdminClient } from '../../src/admin/createAdminClient.js';
import { ADMIN, join, startGateway } from '../support/gateway/gateways.js';
import { startNginx } from '../support/network/nginx.js';

it('events come through nginx as they happen, with its own settings and compression', async () => {
  const { url, port } = await startGateway({ admin: ADMIN });
  // Buffering is on by default, and so is HTTP/1.0 to the server behind.
  const locations = `location /heartbeat/ { proxy_pass http://127.0.0.1:${port}; gzip on; gzip_types text/event-stream; gzip_min_length 0; }`;
  const nginx = await startNginx({ upstreamPort: port, locations });
  const admin = createAdminClient({ baseUrl: `http://127.0.0.1:${nginx.port}/heartbeat`, token: ADMIN.viewerToken });
  const kinds: string[] = [];
  for await (const item of admin.events({ kind: 'connect.*' })) {
    // Each one is waited for before the next can happen: a buffer would hold all of them back.
    if (item.type === 'event') kinds.push(item.event.kind);
    else if (item.type !== 'open') throw new Error(JSON.stringify(item));
    if (kinds.length === 3) break;
    await join(url);
  }
  expect(kinds).toEqual(['connect.opened', 'connect.opened', 'connect.opened']);
}, 30_000);
