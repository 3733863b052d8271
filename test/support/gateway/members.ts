import type { PortOptions } from '../../../src/gateway/index.js';
import { waitFor } from '../waitFor.js';
import { createGatewayClock, type ManualGatewayClock } from './gatewayClock.js';
import { ADMIN, ask, startGateway } from './gateways.js';
import { createShakyCluster, type ShakyCluster } from './shakyCluster.js';

/** A gateway of a cluster. */
export type MemberGateway = Awaited<ReturnType<typeof startGateway>>;

/** Starts a gateway whose first answer comes by the manual clock. */
export async function startMember(
  cluster: ShakyCluster,
  clock: ManualGatewayClock,
  options: Partial<PortOptions> = {},
): Promise<MemberGateway> {
  const started: MemberGateway[] = [];
  const starting = startGateway({ cluster, clock, admin: ADMIN, ...options }).then((gateway) => started.push(gateway));
  await waitFor('the gateway to start', async () => {
    await clock.advance(250);
    return started.length > 0;
  });
  await starting;
  return started[0]!;
}

/** Starts several gateways as one, on a store in memory, by a manual clock. */
export async function startMembers(count: number, options: Partial<PortOptions> = {}) {
  const clock = createGatewayClock();
  const cluster = createShakyCluster();
  const members: MemberGateway[] = [];
  // oxlint-disable-next-line no-await-in-loop -- they share one clock
  for (let index = 0; index < count; index += 1) members.push(await startMember(cluster, clock, options));
  await clock.advance(2_500);
  return { clock, cluster, members };
}

/** Asks the admin interface of a gateway as an operator, while the manual clock goes on: answers may need ticks. */
export async function askOver(
  clock: ManualGatewayClock,
  { port }: MemberGateway,
  method: string,
  path: string,
  body?: object,
) {
  let isAnswered = false;
  const asking = ask(port, method, `/heartbeat${path}`, {
    token: ADMIN.operatorToken,
    ...(body && { body: JSON.stringify(body) }),
  }).finally(() => (isAnswered = true));
  await waitFor('the answer', async () => {
    await clock.advance(100);
    return isAnswered;
  });
  const { status, text } = await asking;
  return { status, json: text === '' ? null : (JSON.parse(text) as Record<string, any>) };
}
