import * as v from 'valibot';
import type { ClusterStore, StoredRegister, WriteAnswer } from '../../gateway/cluster/clusterStore.js';
import type { RedisCommands } from './commands.js';
import { TICK, WRITE } from './scripts.js';

const text = v.string();
const integer = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform(Number),
  v.number(),
  v.safeInteger(),
  v.minValue(0),
);
const texts = v.array(text);
const tickSchema = v.looseTuple([integer, texts, texts, texts, texts]);
const conflictSchema = v.looseTuple([v.literal('conflict'), integer, text, text]);
const writeSchema = v.union([conflictSchema, v.looseTuple([v.picklist(['written', 'unsettled', 'fenced'])])]);

/** Speaks to Redis by two scripts. All keys have one hash tag, so that they are on one node of a Redis Cluster. */
export function createRedisStore({ run, close }: RedisCommands, prefix: string): ClusterStore {
  const key = (name: string): string => `{${prefix}}:${name}`;
  const state = key('state');
  const members = key('members');
  const mailbox = (id: string): string => key(`mail:${id}`);
  return {
    async tick({ id, seq, confirmedSeq, ttlMs, announcement, seen, leases, letters }) {
      const keys = [state, members, mailbox(id), ...letters.map(({ to }) => mailbox(to))];
      const args = [
        id,
        confirmedSeq,
        seq,
        ttlMs,
        announcement,
        leases.length,
        ...leases.flatMap(({ name, wants, highestSeen }) => [name, wants ? 1 : 0, highestSeen]),
        seen.length,
        ...seen.flatMap(({ name, revision, stamp }) => [name, revision, stamp]),
        ...letters.map((letter) => letter.text),
      ];
      const answer = v.parse(tickSchema, await run(TICK, keys, args.map(String)));
      const [unsettledMs, live, registers, held, received] = answer;
      return {
        unsettledMs,
        members: groups(live, 2).map(([member = '', said = '']) => ({ id: member, announcement: said })),
        registers: groups(registers, 4).map(([name = '', ...rest]) => toRegister(name, rest)),
        leases: groups(held, 3).map(([name = '', holder = '', token]) => ({
          name,
          holder: holder === '' ? null : holder,
          token: Number(token),
        })),
        letters: received,
      };
    },
    async write({ id, confirmedSeq, expected, next, isRestore, by }): Promise<WriteAnswer> {
      const args = [
        id,
        confirmedSeq,
        next.name,
        expected.revision,
        expected.stamp,
        next.revision,
        next.stamp,
        next.body,
        isRestore ? 1 : 0,
        by?.lease ?? '',
        by?.token ?? '',
      ];
      const answer = v.parse(writeSchema, await run(WRITE, [state, members], args.map(String)));
      if (answer[0] !== 'conflict') return { kind: answer[0] };
      const [kind, ...found] = answer;
      return { kind, register: toRegister(next.name, found.map(String)) };
    },
    close,
  };
}

const toRegister = (name: string, [revision, stamp = '', body = '']: readonly string[]): StoredRegister => ({
  name,
  revision: Number(revision),
  stamp,
  body,
});

const groups = (flat: readonly string[], size: number): string[][] =>
  Array.from({ length: Math.floor(flat.length / size) }, (_, index) => flat.slice(index * size, (index + 1) * size));
