import type { HeartbeatEvent } from '../../../src/gateway/index.js';
import { join, type TestClient } from '../gateway/gateways.js';
import { startChaosProxy } from '../network/chaosProxy.js';
import { waitFor } from '../waitFor.js';
import { noTruth, type Truth } from './churn.js';

/** The gateway in front of which the path goes silent, and its records, by which the script knows when to go on. */
interface Silenced {
  readonly port: number;
  readonly url: string;
  readonly events: readonly HeartbeatEvent[];
}

const hello = (client: number, rest: object): object => ({
  type: 'heartbeat.hello',
  client: 'x/1',
  sessionId: `silenced-${client}`.padEnd(22, '0'),
  attempt: 0,
  ...rest,
});

/**
 * A path that goes silent twice, without a close: at first it delivers what it held, so that its clients miss heartbeats and
 * live on; then it swallows all, and the gateway must give up on each of them. They come back by another path.
 */
export async function silence({ port, url, events }: Silenced, clientCount: number): Promise<Truth> {
  const proxy = await startChaosProxy({ target: { port } });
  const clients = await Promise.all(Array.from({ length: clientCount }, () => join(`${proxy.url}/ws`)));
  const silenced = await Promise.all(
    clients.map(async (client, index) => {
      client.send(hello(index, {}));
      return connectionOf(client);
    }),
  );
  const had = (kind: HeartbeatEvent['kind'], since = 0): number =>
    new Set(
      events
        .slice(since)
        .filter((event) => event.kind === kind && silenced.includes(event.connectionId ?? ''))
        .map(({ connectionId }) => connectionId),
    ).size;
  const all = (what: string, isTrue: () => boolean): Promise<void> =>
    waitFor(`each silenced client ${what}`, isTrue, 60_000);

  proxy.stall();
  await all('to miss a heartbeat', () => had('heartbeat.missed') === clientCount);
  proxy.heal();
  const healed = events.length;
  await all('to be heard again', () => had('pong.received', healed) === clientCount);

  proxy.blackhole();
  await all('to be given up', () => had('heartbeat.timeout') === clientCount);
  const previous = { code: 1006, cause: 'heartbeat-timeout', downMs: 2_500, shownMs: 500 };
  const stayed = await Promise.all(
    clients.map(async (client, index) => {
      client.socket.terminate();
      const back = await join(url);
      back.send(hello(index, { attempt: 1, previous }));
      return back;
    }),
  );
  return {
    ...noTruth(),
    opened: 2 * clientCount,
    timeouts: clientCount,
    returned: clientCount,
    stayed,
  };
}

/** The id of a client's connection, as both sides call it. */
const connectionOf = async (client: TestClient): Promise<string> =>
  String((await client.frame('heartbeat.welcome'))['connectionId']);
