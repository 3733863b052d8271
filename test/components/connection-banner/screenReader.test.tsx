import { virtual } from '@guidepup/virtual-screen-reader';
import { act, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { ConnectionBanner } from '../../../src/components/index.js';
import { failed, lost, open, renderConnected } from '../../support/react/components.js';

// A screen reader that runs in jsdom: what it says by itself, and what it reads when it is led through the page.
afterEach(() => virtual.stop());

/** Phrases since the last call. */
async function spoken(): Promise<string[]> {
  // It listens with a MutationObserver.
  await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
  const phrases = await virtual.spokenPhraseLog();
  await virtual.clearSpokenPhraseLog();
  // An emptied region is heard as nothing.
  return phrases.filter((phrase) => phrase !== 'polite: ');
}

/** What it reads from here to the end of the next part of this role. */
async function read(role: string): Promise<string> {
  while ((await virtual.lastSpokenPhrase()) !== `end of ${role}`) await virtual.next();
  const phrases = await virtual.spokenPhraseLog();
  await virtual.clearSpokenPhraseLog();
  return phrases.join(' · ');
}

it('says each turn of an outage once, by itself and without a number', async () => {
  const { set } = renderConnected(<ConnectionBanner />, open());
  await waitFor(() => expect(document.querySelector('[role=status]')).not.toBeNull());
  await virtual.start({ container: document.body });
  await spoken();
  set(lost({ lost: false }));
  expect(await spoken()).toEqual([]);
  set({ lost: true });
  expect(await spoken()).toEqual(['polite: Connection lost. Reconnecting…']);
  set(lost({ attempt: 4, cause: 'connect-error' }));
  set({ nextRetryAt: null });
  expect(await spoken()).toEqual([]);
  set(lost({ cause: 'unreachable' }));
  expect(await spoken()).toEqual(['polite: Can’t reach the server. Reconnecting…']);
  set(failed());
  // This one does not hear an alert that is mounted with its text, as those of browsers do. It reads it.
  expect(await spoken()).toEqual([]);
  expect(await read('alert')).toContain('Can’t reconnect. Tried 10 times');
  set(open());
  expect(await spoken()).toEqual(['polite: Back online']);
});

it('reads the banner from its landmark to its buttons, countdown included', async () => {
  renderConnected(<ConnectionBanner />, lost());
  await virtual.start({ container: document.body });
  while ((await virtual.lastSpokenPhrase()) !== 'end of region, Connection') await virtual.next();
  const phrases = (await virtual.spokenPhraseLog()).join(' · ');
  expect(phrases).toContain('region, Connection · timer, Retrying in 5 s');
  expect(phrases).toMatch(/Connection lost.*Reconnecting….*button, Retry now.*button, Dismiss/);
});
