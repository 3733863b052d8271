import { describe, expect, it } from 'vitest';
import { join, type TestClient } from '../../../support/gateway/gateways.js';
import { askOver, startMembers, type MemberGateway } from '../../../support/gateway/members.js';
import { settleOnLoopback } from '../../../support/network/settleOnLoopback.js';
import { waitFor } from '../../../support/waitFor.js';

const sessionOf = (person: number): string => person.toString(16).padStart(32, '0');
const [OLD_MS, NEW_MS] = [10_000, 30_000];

/** People on several gateways, under one clock that is moved by hand. */
async function start(peopleOf: readonly number[]) {
  const { clock, cluster, members } = await startMembers(peopleOf.length, {
    ping: 'always',
    heartbeat: { intervalMs: OLD_MS, timeoutMs: 90_000 },
    trustedProxies: ['127.0.0.1'],
  });
  const clients = new Map<number, { client: TestClient; member: MemberGateway }>();
  const connect = async (person: number, member: MemberGateway, previous?: object): Promise<void> => {
    const client = await join(member.url, 'answers', { headers: { 'X-Forwarded-For': `10.0.0.${person}` } });
    client.send({ type: 'heartbeat.hello', client: 'test', sessionId: sessionOf(person), attempt: 0, previous });
    clients.set(person, { client, member });
  };
  let next = 0;
  for (const [index, count] of peopleOf.entries()) {
    const people = Array.from({ length: count }, () => next++);
    // oxlint-disable-next-line no-await-in-loop -- one gateway after the other
    await Promise.all(people.map((person) => connect(person, members[index]!)));
  }
  await settleOnLoopback();
  // Each gateway announces how many connections it has.
  await clock.advance(1_500);
  const ask = (member: MemberGateway, method: string, path: string, body?: object) =>
    askOver(clock, member, method, `/settings${path}`, body);
  const intervalOf = (client: TestClient): number =>
    (client.frames('heartbeat.settings').at(-1) as { heartbeat?: { intervalMs: number } } | undefined)?.heartbeat
      ?.intervalMs ?? OLD_MS;
  const told = (member?: MemberGateway): number[] =>
    [...clients]
      .filter(([, at]) => (!member || at.member === member) && intervalOf(at.client) === NEW_MS)
      .map(([person]) => person);
  const guardAt = async (member: MemberGateway) => (await ask(member, 'GET', '')).json!.guard;
  return {
    clock,
    cluster,
    members,
    told,
    guardAt,
    ask,
    begin: async (member = members[0]!): Promise<void> => {
      const answer = await ask(member, 'PATCH', '', { intervalMs: NEW_MS });
      expect(answer.json).toMatchObject({ guard: { status: 'running' } });
    },
    /** Waits, while time passes, until some clients of each gateway try the change. */
    tried: () =>
      waitFor('a share of each gateway', async () => {
        await clock.advance(250);
        return members.every((member) => told(member).length > 0);
      }),
    /** Cuts the connection of a person without a word; they come back to another gateway. */
    cut: async (person: number, to: MemberGateway): Promise<void> => {
      const { client, member } = clients.get(person)!;
      const { size } = member.gateway.peers;
      client.socket.terminate();
      await waitFor('the gateway to notice', () => member.gateway.peers.size === size - 1);
      await clock.advance(2_500);
      await connect(person, to, { code: 1006, cause: 'closed', downMs: 100, shownMs: 0 });
      await settleOnLoopback();
      await clock.advance(2_500);
    },
  };
}

describe('a change that is tried on the peers of several gateways', () => {
  it('goes to one share of all people, and each gateway shows the same progress', async () => {
    const { members, begin, tried, told, guardAt, clock } = await start([30, 30, 30]);
    await begin();
    await tried();
    await clock.advance(3_000);
    expect(told()).toHaveLength(10);
    for (const member of members) {
      const { tried: share, rest } = await guardAt(member);
      expect([share.peers, rest.peers]).toEqual([10, 80]);
    }
  });

  it('is tried where no gateway alone has enough people', async () => {
    const { begin, told, clock } = await start([11, 11]);
    await begin();
    await clock.advance(3_000);
    expect(told()).toHaveLength(10);
  });

  it('is promoted to all when nothing happens to anyone', async () => {
    const { members, begin, told, ask, clock } = await start([30, 30]);
    await begin(members[1]);
    const windowMs = 90_000 + NEW_MS + OLD_MS;
    for (let passed = 0; passed < 3.2 * windowMs; passed += 10_000) await clock.advance(10_000);
    await settleOnLoopback();
    expect(told()).toHaveLength(60);
    for (const member of members) {
      const { json } = await ask(member, 'GET', '');
      expect(json).toMatchObject({ guard: null, lastGuard: { status: 'promoted' }, intervalMs: { value: NEW_MS } });
    }
  });

  it('is taken back from all when the people of any gateway lose their connections and come back to another', async () => {
    const { members, begin, tried, told, cut, ask, clock } = await start([40, 40]);
    await begin();
    await tried();
    await clock.advance(3_000);
    const share = told();
    for (const [index, person] of share.slice(0, 8).entries()) {
      await cut(person, members[index % 2]!);
      if ((await ask(members[1]!, 'GET', '')).json!.guard === null) break;
    }
    await clock.advance(3_000);
    await settleOnLoopback();
    expect(told()).toEqual([]);
    for (const member of members) {
      const { json } = await ask(member, 'GET', '');
      expect(json).toMatchObject({ guard: null, lastGuard: { status: 'reverted' }, intervalMs: { value: OLD_MS } });
    }
  });

  it('is ended by an operator at any gateway', async () => {
    const { members, begin, tried, told, ask, clock } = await start([30, 30]);
    await begin();
    await tried();
    const ended = await ask(members[1]!, 'POST', '/guard', { action: 'promote' });
    expect(ended.status).toBe(200);
    await clock.advance(3_000);
    expect(told()).toHaveLength(60);
    expect((await ask(members[0]!, 'GET', '')).json).toMatchObject({
      lastGuard: { status: 'promoted', endedBy: 'operator' },
    });
    expect((await ask(members[1]!, 'POST', '/guard', { action: 'promote' })).status).toBe(409);
  });

  it('is taken back everywhere when the gateway that leads it is gone', async () => {
    const { members, begin, tried, told, ask, clock } = await start([30, 30]);
    await begin();
    await tried();
    await members[0]!.gateway.close();
    for (let passed = 0; passed < 20_000; passed += 500) await clock.advance(500);
    await settleOnLoopback();
    expect(told(members[1])).toEqual([]);
    expect((await ask(members[1]!, 'GET', '')).json).toMatchObject({
      guard: null,
      lastGuard: { status: 'interrupted' },
      intervalMs: { value: OLD_MS },
    });
  });

  it('does not outlive the store on a gateway that does not lead it, and the leader counts on without its people', async () => {
    const { cluster, members, begin, tried, told, guardAt, clock } = await start([30, 30]);
    await begin();
    await tried();
    cluster.refuse();
    for (let passed = 0; passed < 12_000; passed += 500) await clock.advance(500);
    await settleOnLoopback();
    expect(told(members[1])).toEqual([]);
    cluster.heal();
    for (let passed = 0; passed < 16_000; passed += 500) await clock.advance(500);
    const { tried: share, rest } = await guardAt(members[0]!);
    expect(share.peers + rest.peers).toBe(30);
  });
});
