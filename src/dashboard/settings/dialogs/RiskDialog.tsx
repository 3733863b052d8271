'use client';
import type { ReactNode } from 'react';
import type { SettingsPatch, SettingsView } from '../../../admin/schemas/settings.js';
import { Confirm } from '../../actions/Confirm.js';
import type { Order } from '../../actions/useOrder.js';
import { formatDuration, formatPeople } from '../../format.js';
import type { Wanted } from '../draft.js';

/** What an operator may leave out of the gateway's care. */
export type Risk = Pick<SettingsPatch, 'guard' | 'force'>;

/** Not tried on some people first. */
export const AT_ONCE: Risk = { guard: null };
/** Above the known limit of the path. It is still tried on some people first. */
export const FORCED: Risk = { force: true };

/** The problem's type when an interval is above that limit. */
export const ABOVE_LIMIT = 'urn:heartbeat:path-limit';

/** Asks before a change without the guard, or against what is known of the path, and says what may happen to whom. */
export function RiskDialog({
  risk,
  wanted,
  settings,
  connections,
  order,
  onConfirm,
  onCancel,
}: {
  readonly risk: Risk;
  readonly wanted: Wanted;
  readonly settings: SettingsView;
  readonly connections: number;
  readonly order: Order;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}): ReactNode {
  const people = formatPeople(connections);
  const interval = formatDuration(wanted.intervalMs);
  const isForced = risk.force === true;
  const problem = order.refusal?.problem.type === ABOVE_LIMIT && isForced ? '' : order.says;
  return (
    <Confirm
      title={isForced ? `Set ${interval} against the limit of the path?` : `Apply to ${people} at once?`}
      action={isForced ? `Set ${interval} all the same` : `Apply to ${people} at once`}
      isBusy={order.isBusy}
      problem={problem}
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      {isForced ? <Forced settings={settings} interval={interval} /> : <AtOnce wanted={wanted} settings={settings} />}
    </Confirm>
  );
}

/** Why an interval is refused, in the page's words. */
export function aboveLimit({ pathLimit }: SettingsView): string {
  if (!pathLimit) return 'Connections end after less silence than that.';
  const { idleLimitMs, longestIntervalMs } = pathLimit;
  return `Connections end after ${formatDuration(idleLimitMs)} of silence: ${formatDuration(longestIntervalMs)} is the longest that is safe.`;
}

function Forced({ settings, interval }: { readonly settings: SettingsView; readonly interval: string }): ReactNode {
  const how =
    settings.pathLimit?.known === 'declared'
      ? 'The limit was declared with the gateway'
      : 'The limit was seen in how connections ended';
  return (
    <p>
      {`${aboveLimit(settings)} ${how}. With a heartbeat every ${interval}, the people behind that path lose their connection, come back, and lose it again.`}
    </p>
  );
}

function AtOnce({ wanted, settings }: { readonly wanted: Wanted; readonly settings: SettingsView }): ReactNode {
  const nowMs = settings.intervalMs.value;
  return (
    <p>
      {'It is not tried on some of them first, and nothing takes it back by itself. '}
      {wanted.intervalMs > nowMs
        ? `If something on the way cuts what is silent for ${formatDuration(wanted.intervalMs)}, all the people behind it lose their connection, and lose it again, until you change it back.`
        : `Every client follows within ${formatDuration(nowMs)}: if the shorter times are too tight for a slow network, people there are given up while they are still connected.`}
    </p>
  );
}
