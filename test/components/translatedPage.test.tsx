import { act, render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionSnapshot } from '../../src/client/snapshot/snapshot.js';
import { HeartbeatDevtools } from '../../src/components/heartbeat-devtools/index.js';
import {
  ConnectionBanner,
  ConnectionIndicator,
  HeartbeatLabelsProvider,
  HeartbeatLog,
  HeartbeatSettings,
  LatencyMeter,
  OperatorNotice,
  ReconnectButton,
  RetryCountdown,
  SendStatus,
} from '../../src/components/index.js';
import { HeartbeatProvider } from '../../src/react/HeartbeatProvider.js';
import { createScriptedSocket } from '../../src/testing/createScriptedSocket.js';
import { languages } from '../../stories/languages.js';
import { outageRecords, recordsOf } from '../../stories/records.js';
import { advance, failed, lost, open } from '../support/react/components.js';

// A browser that translates a page replaces every text node by a <font>. React keeps the old node. Where a text has
// siblings, React later removes that node from its parent, and throws, because the parent no longer contains it.

const components: Record<string, ReactNode> = {
  ConnectionBanner: <ConnectionBanner />,
  ConnectionIndicator: <ConnectionIndicator />,
  HeartbeatDevtools: <HeartbeatDevtools defaultOpen breaker={breakNothing()} />,
  HeartbeatLog: <HeartbeatLog limit={5} />,
  HeartbeatSettings: <HeartbeatSettings />,
  LatencyMeter: <LatencyMeter />,
  OperatorNotice: <OperatorNotice />,
  ReconnectButton: <ReconnectButton />,
  RetryCountdown: <RetryCountdown />,
  'RetryCountdown with its ring': <RetryCountdown ring />,
  SendStatus: <SendStatus />,
};

const lastClose = { code: 1006, reason: 'gone', wasClean: false, at: 0 };
const outbox = { queuedCount: 0, unconfirmedCount: 0, droppedCount: 0 };
const delivery = { caughtUpCount: 0, inDoubtCount: 0, notSentCount: 0, result: 'received' } as const;
const notice = { id: 'translated', level: 'info', text: { en: 'Today' }, endsAt: null } as const;
const latency = { lastMs: 20, smoothedMs: 20, jitterMs: 2 };
/** Every status, and every word that depends on more than the status. */
const outage: (() => Partial<ConnectionSnapshot>)[] = [
  () => ({ status: 'connecting' }),
  () => open({ latency, since: 0, outbox, delivery }),
  () => ({ status: 'degraded', missedInRow: 1 }),
  () => lost({ lastClose, lost: false }),
  () => lost({ attempt: 1, outbox: { ...outbox, queuedCount: 2 } }),
  () => lost({ nextRetryAt: null }),
  () => lost({ attempt: 2, cause: 'connect-error' }),
  () => lost({ status: 'offline' }),
  () => failed({ delivery: { ...delivery, notSentCount: 1, inDoubtCount: 1 } }),
  () => lost({ cause: 'manual', nextRetryAt: null }),
  () => open({ latency: { ...latency, smoothedMs: 30 } }),
  () => ({ status: 'paused', notice }),
  () => ({ status: 'idle' }),
  () => ({ status: 'closed', notice: { ...notice, text: { en: 'Tomorrow' } } }),
  () => failed({ cause: 'auth' }),
];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe.each(Object.entries(components))('%s', (_, component) => {
  it('keeps every piece of text alone in its element', () => {
    forEachState(component, ({ container }) => {
      const accompanied = textNodes(container).filter((text) => text.parentNode?.childNodes.length !== 1);
      expect(accompanied.map((text) => text.parentElement?.outerHTML)).toEqual([]);
    });
  });

  it('survives an outage on a translated page, and shows the right words throughout', () => {
    const untranslated: string[] = [];
    forEachState(component, ({ container }) => untranslated.push(container.textContent));
    const translated: string[] = [];
    forEachState(component, ({ container }) => {
      translated.push(container.textContent);
      textNodes(container).forEach(translate);
    });
    expect(translated).toEqual(untranslated);
  });
});

/** Renders the component and calls `look` at each step of the outage, after a second of each, and in another language. */
function forEachState(component: ReactNode, look: (view: RenderResult) => void): void {
  vi.setSystemTime(1_000_000);
  const socket = createScriptedSocket(open());
  for (const record of recordsOf(outageRecords)) socket.record(record);
  const page = (labels = languages.en) => (
    <HeartbeatLabelsProvider labels={labels}>
      <HeartbeatProvider socket={socket}>{component}</HeartbeatProvider>
    </HeartbeatLabelsProvider>
  );
  const view = render(page());
  for (const snapshot of outage) {
    act(() => socket.set(snapshot()));
    look(view);
    advance(1_000);
    look(view);
  }
  view.rerender(page(languages.de));
  look(view);
  view.unmount();
}

function textNodes(root: Node): Text[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found;
}

/** Does what Google Translate does: the text moves into two new elements. */
function translate(text: Text): void {
  const outer = document.createElement('font');
  const inner = document.createElement('font');
  text.replaceWith(outer);
  outer.append(inner);
  inner.append(text.data);
}

function breakNothing() {
  const nothing = (): void => {};
  return { drop: nothing, delay: nothing, silence: nothing, speak: nothing };
}
