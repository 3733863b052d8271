import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHeartbeatSocket } from '../../../src/client/createHeartbeatSocket.js';
import type { ConnectionSnapshot } from '../../../src/client/snapshot/snapshot.js';
import { SendStatus } from '../../../src/components/index.js';
import { CALM_MS } from '../../../src/components/send-status/useCalmState.js';
import { advance, lost, open, renderConnected } from '../../support/react/components.js';

const NOTHING = { queuedCount: 0, unconfirmedCount: 0, droppedCount: 0 };
const QUIET = { caughtUpCount: 0, inDoubtCount: 0, notSentCount: 0, result: null } as const;

type Work = Pick<ConnectionSnapshot, 'outbox' | 'delivery'>;
const work = (
  outbox: Partial<NonNullable<Work['outbox']>>,
  delivery: Partial<NonNullable<Work['delivery']>> = {},
): Work => ({ outbox: { ...NOTHING, ...outbox }, delivery: { ...QUIET, ...delivery } });

const received = work({}, { result: 'received' });

function shown(): string | null {
  const part = document.querySelector('[data-heartbeat="send-status"]');
  return part && `${part.getAttribute('data-state')}: ${part.textContent?.replaceAll('\u00A0', ' ')}`;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('the send status', () => {
  it('claims nothing without an outbox, nor before the first message', () => {
    expect(createHeartbeatSocket(null).store.getState().outbox).toBeNull();
    const { set } = renderConnected(<SendStatus />, open());
    expect(shown()).toBeNull();
    set(work({}));
    expect(shown()).toBeNull();
  });

  it.each<[string, Partial<ConnectionSnapshot>]>([
    ['received: All sent', received],
    ['sent: All sent', work({}, { result: 'sent' })],
    ['sending: Sending…', work({ unconfirmedCount: 2 })],
    ['waiting: 2 waiting', { ...lost(), ...work({ queuedCount: 2 }, { result: 'received' }) }],
    ['in-doubt: 1 in doubt', work({}, { inDoubtCount: 1, result: 'received' })],
    ['not-sent: 3 not sent', work({ droppedCount: 5 }, { notSentCount: 3, result: 'received' })],
    [
      'not-sent: 3 not sent · 1 in doubt · 2 waiting',
      work({ queuedCount: 2, unconfirmedCount: 4 }, { notSentCount: 3, inDoubtCount: 1 }),
    ],
  ])('says "%s"', (words, snapshot) => {
    renderConnected(<SendStatus />, open(snapshot));
    expect(shown()).toBe(words);
  });

  it('says "sending" only when it lasts, and everything else at once', () => {
    const { set } = renderConnected(<SendStatus />, open(received));
    set(work({ unconfirmedCount: 1 }, { result: 'received' }));
    advance(CALM_MS - 1);
    expect(shown()).toBe('received: All sent');
    set(received);
    advance(CALM_MS);
    expect(shown()).toBe('received: All sent');
    set(work({ unconfirmedCount: 1 }, { result: 'received' }));
    advance(CALM_MS);
    expect(shown()).toBe('sending: Sending…');
    set(work({ queuedCount: 1 }));
    expect(shown()).toBe('waiting: 1 waiting');
    // What had waited is not called sent while it is on its way.
    set(work({ unconfirmedCount: 1 }, { result: 'received' }));
    expect(shown()).toBe('sending: Sending…');
  });

  it('tells more in its tooltip, announces nothing, and takes words and a state-dependent class', () => {
    renderConnected(
      <SendStatus labels={{ sendStatus: { sent: 'Safe' } }} className={({ state }) => `is-${state}`} />,
      open(received),
    );
    const part = document.querySelector('[data-heartbeat="send-status"]');
    expect(part?.getAttribute('title')).toBe('Confirmed by the server.');
    expect(part?.className).toBe('is-received');
    expect(shown()).toBe('received: Safe');
    expect(document.querySelector('[role=status], [role=alert], [aria-live]')).toBeNull();
  });
});
