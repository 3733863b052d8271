import { join as joinGateway, upgradeStatus, type TestClient } from '../gateway/gateways.js';

/** What the clients themselves did, by the metric that should count it. */
export interface Truth {
  opened: number;
  abnormal: number;
  normal: number;
  /** Given up by the gateway, as nothing came from them any more. */
  timeouts: number;
  /** Returns after a close, and after a silence. */
  reconnects: number;
  returned: number;
  refused: number;
  pingsReceived: number;
  /** Those that are still there. */
  readonly stayed: TestClient[];
}

/** What of it is a number. */
export type Counted = Exclude<keyof Truth, 'stayed'>;

/** Clients that did nothing. */
export const noTruth = (): Truth => ({
  opened: 0,
  abnormal: 0,
  normal: 0,
  timeouts: 0,
  reconnects: 0,
  returned: 0,
  refused: 0,
  pingsReceived: 0,
  stayed: [],
});

/** A script of chaos: clients that come, ping, crash, leave, come back, and pages that are refused. Returns what they did. */
export async function churn(url: string, rounds: number): Promise<Truth> {
  const truth = noTruth();
  for (let round = 0; round < rounds; round += 1) {
    const clients = await Promise.all([1, 2, 3].map(() => joinGateway(url)));
    truth.opened += clients.length;
    const [crashes, leaves, returned] = clients;
    returned?.send({
      type: 'heartbeat.hello',
      client: 'x/1',
      sessionId: `session-${round}`.padEnd(22, '0'),
      attempt: 1,
      previous: { code: 1006, cause: 'closed', downMs: 1_500, shownMs: 500 },
    });
    truth.reconnects += 1;
    if (returned) truth.stayed.push(returned);
    for (const client of clients) client.send('{"type":"ping","id":1}');
    truth.pingsReceived += clients.length;
    await Promise.all(clients.map((client) => client.frame('pong')));
    crashes?.socket.terminate();
    truth.abnormal += 1;
    leaves?.socket.close(1000);
    truth.normal += 1;
    await leaves?.closed;
    await upgradeStatus(url, { Origin: 'https://evil.example' });
    truth.refused += 1;
  }
  return truth;
}
