'use client';
import { forwardRef, type HTMLAttributes } from 'react';
import { useSelected } from '../../react/selection/useSelected.js';
import { Glyph } from '../Glyph.js';
import type { LabelOverrides, SendStatusLabels } from '../labels.js';
import { useGroup } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import type { HeartbeatSocket } from '../types.js';
import { englishSendStatus } from './englishSendStatus.js';
import { toSendFacts, type SendFacts, type SendState } from './sendState.js';
import { useCalmState } from './useCalmState.js';

/** What `className` and `style` functions of `SendStatus` are given. */
export interface SendStatusState {
  readonly state: SendState;
}

/** Props of `SendStatus`; those of a `span` go to its element. */
export interface SendStatusProps extends PartProps<HTMLAttributes<HTMLSpanElement>, SendStatusState> {
  /** The connection; by default the nearest provider's. */
  socket?: HeartbeatSocket | undefined;
  /** Words to use instead of the built-in ones. */
  labels?: LabelOverrides | undefined;
}

const ROUND = 'M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5';
/** Each state has a shape: one tick is sent, two are received. */
const SHAPES: Readonly<Record<SendState, string>> = {
  received: 'M1 8.25l2.75 2.75L9.25 5M8.75 10.5l.5.5L15 5',
  sent: 'M3 8.5l3.25 3.25L13 5',
  sending: 'M8 13V3.5M4 7.5l4-4 4 4',
  waiting: `${ROUND}M8 4.75V8.25l2.25 1.5`,
  'in-doubt': `${ROUND}M6.25 6.25a1.75 1.75 0 1 1 2.6 1.5c-.6.35-.85.65-.85 1.25M8 11.35v.01`,
  'not-sent': `${ROUND}M5.75 5.75l4.5 4.5M10.25 5.75l-4.5 4.5`,
};

/**
 * What becomes of the person's work: all sent, sending, waiting, in doubt, not sent. It needs an outbox. Without one,
 * and before the outbox has taken a message, it claims nothing. The tooltip says more. It announces nothing, because
 * `ConnectionBanner` does.
 *
 * | attribute | values |
 * |---|---|
 * | `data-state` | `sent`, `received`, `sending`, `waiting`, `in-doubt` or `not-sent`: the one to worry about first |
 *
 * @example <button>Send</button> <SendStatus />
 */
export const SendStatus = forwardRef<HTMLSpanElement, SendStatusProps>(function SendStatus(
  { socket, labels, children, ...rest },
  ref,
) {
  const facts = useSelected(toSendFacts, socket);
  const state = useCalmState(facts.state);
  const words = useGroup('sendStatus', englishSendStatus, labels);
  if (!state) return null;
  return (
    <Part
      tag="span"
      name="send-status"
      state={{ state }}
      given={{ title: state === 'sending' ? undefined : words.hint[state], ...rest }}
      own={{ 'data-state': state }}
      partRef={ref}
    >
      <Glyph path={SHAPES[state]} />
      <span data-heartbeat="word">{children ?? sentence(state, facts, words)}</span>
    </Part>
  );
});

/** All that is not well, the worst first. A good word only if there is nothing else to say. */
function sentence(state: SendState, facts: SendFacts, words: SendStatusLabels): string {
  if (state === 'sending') return words.sending;
  const { notSentCount, inDoubtCount, waitingCount } = facts;
  const counts = [
    notSentCount > 0 && words.notSent(notSentCount),
    inDoubtCount > 0 && words.inDoubt(inDoubtCount),
    waitingCount > 0 && words.waiting(waitingCount),
  ].filter((count) => count !== false);
  if (counts.length < 2) return counts[0] || words.sent;
  // A line breaks between two counts, and not inside one.
  return counts.map((count) => count.replaceAll(' ', '\u00A0')).join(' · ');
}
