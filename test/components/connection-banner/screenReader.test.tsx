import { virtual } from '@guidepup/virtual-screen-reader';
import { act, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { ConnectionBanner } from '../../../src/components/index.js';
import { spokenOutage } from '../../../stories/guides/spokenOutage.js';
import { lost, open, renderConnected } from '../../support/react/components.js';

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
  for (const { snapshot, says } of spokenOutage) {
    const { retryInMs, ...patch } = snapshot;
    set({ ...patch, ...(retryInMs !== undefined && { nextRetryAt: Date.now() + retryInMs }) });
    const heard = await spoken();
    // This one does not hear an alert that is mounted with its text, as those of browsers do. It reads it.
    const isAlert = patch.status === 'failed';
    expect(heard).toEqual(says === null || isAlert ? [] : [`polite: ${says}`]);
    expect(isAlert ? await read('alert') : '').toContain(isAlert ? says : '');
  }
});

it('reads the banner from its landmark to its buttons, countdown included', async () => {
  renderConnected(<ConnectionBanner />, lost());
  await virtual.start({ container: document.body });
  while ((await virtual.lastSpokenPhrase()) !== 'end of region, Connection') await virtual.next();
  const phrases = (await virtual.spokenPhraseLog()).join(' · ');
  expect(phrases).toContain('region, Connection · timer, Retrying in 5 s');
  expect(phrases).toMatch(/Connection lost.*Reconnecting….*button, Retry now.*button, Dismiss/);
});
