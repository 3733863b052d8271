import { expect, it } from 'vitest';
import { shareDocument } from '../../../src/gateway/cluster/sharedDocument.js';
import type { StoredRegister } from '../../../src/gateway/cluster/clusterStore.js';

it('a document of another gateway that takes its turn after a newer one is not taken over', async () => {
  let stored: StoredRegister = { name: 'settings', revision: 1, stamp: 'theirs', body: 'theirs' };
  const turns: (() => void)[] = [];
  const adopted: string[] = [];
  const document = shareDocument(
    {
      name: 'settings',
      newStamp: () => 'ours',
      write: async (expected, next) => {
        if (expected.stamp !== stored.stamp) return { kind: 'conflict', register: stored };
        stored = next;
        return { kind: 'written' };
      },
      whyUnsettled: () => null,
      read: () => 'ours',
      adopt: (body, done, isNews) =>
        turns.push(() => {
          if (!isNews()) return;
          adopted.push(body);
          done();
        }),
    },
    { revision: 0, stamp: '' },
  );

  // It is heard of while a change of our own is under way, which finds it in the store as well, and comes after it.
  document.heard(stored);
  const [whenHeard] = turns.splice(0);
  const outcome = await document.write('ours');
  expect(outcome.kind).toBe('outrun');
  if (outcome.kind === 'outrun') outcome.adopt();
  turns.shift()?.();
  expect(await document.write('ours')).toEqual({ kind: 'written' });
  whenHeard?.();
  expect(adopted).toEqual(['theirs']);
  expect(document.seen()).toEqual({ revision: 2, stamp: 'ours' });
});
