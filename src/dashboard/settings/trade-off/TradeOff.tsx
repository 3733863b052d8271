'use client';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import type { SettingsDryRun, SettingsView } from '../../../admin/schemas/settings.js';
import { useConnection } from '../../../react/index.js';
import { useOrder } from '../../actions/useOrder.js';
import { formatBytes, formatCount, formatDuration, formatPeople } from '../../format.js';
import { Card } from '../../shell/Card.js';
import { useCanAct, useDashboard, useDashboardStore } from '../../state/context.js';
import { ReasonField } from '../ReasonField.js';
import { Conflict } from '../Conflict.js';
import { bytesPerHour, isGuarded, NO_DRAFT, toPatch, toWanted, type Draft } from '../draft.js';
import { ABOVE_LIMIT, aboveLimit, AT_ONCE, FORCED, RiskDialog, type Risk } from '../dialogs/RiskDialog.js';
import { Seconds } from '../Seconds.js';
import { TradeOffCurve } from './TradeOffCurve.js';
import { ViewerNote } from '../ViewerNote.js';

/**
 * The interval and the timeout: what they cost against how soon a dead connection is found, while a person types. An
 * operator may try a change dry, try it on a share of the people, or apply it.
 */
export function TradeOff({ settings }: { readonly settings: SettingsView }): ReactNode {
  const { client } = useDashboardStore();
  const [draft, setDraft] = useState<Draft>(NO_DRAFT);
  const [reason, setReason] = useState('');
  const [dry, setDry] = useState<SettingsDryRun | null>(null);
  const [risk, setRisk] = useState<Risk | null>(null);
  const order = useOrder();
  const isStale = useConnection(({ lost }) => lost);
  const canEdit = useCanAct() && !isStale;
  const connections = useDashboard(({ stats }) => stats?.connections ?? 0);
  const measured = useDashboard(({ stats }) => stats?.bytesPerHour);
  const id = useId();

  const wanted = toWanted(draft, settings);
  const patch = wanted && toPatch(wanted, settings);
  const now = { intervalMs: settings.intervalMs.value, timeoutMs: settings.timeoutMs.value };
  const shown = wanted ?? { ...now, followsInterval: true };
  const cost = (intervalMs: number): number => bytesPerHour(intervalMs, settings, measured);
  const guard = typeof settings.guard === 'object' ? settings.guard : null;
  const guarded = wanted !== null && isGuarded(wanted, settings);
  const isAbove = order.refusal?.problem.type === ABOVE_LIMIT;
  const canSend = patch !== null && guard === null && !order.isBusy;

  const edit = (changed: Partial<Draft>): void => {
    setDraft({ ...draft, ...changed });
    setDry(null);
    order.forget();
  };
  const step = (seconds: number): void => {
    const next = Math.max(1_000, shown.intervalMs + seconds * 1_000);
    edit({ interval: String(next / 1_000) });
  };
  const withReason = { ...patch, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
  const apply = async (version: number, how: Risk = {}): Promise<void> => {
    if (!(await order.send(() => client.changeSettings({ ...withReason, ...how }, version)))) return;
    setRisk(null);
    setDraft(NO_DRAFT);
    setReason('');
    setDry(null);
  };
  const tryDry = async (): Promise<void> => setDry((await order.send(() => client.tryDry(withReason)))?.value ?? null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (canSend) void apply(settings.version);
  };

  return (
    <Card title="Interval" aside="what it costs against how soon a dead path is found" className="hbd-tradeoff">
      <form onSubmit={submit}>
        <div className="hbd-values">
          <Seconds
            label="Interval in seconds"
            value={draft.interval ?? String(now.intervalMs / 1_000)}
            describedBy={`${id}-words`}
            onChange={canEdit ? (interval) => edit({ interval }) : undefined}
            onStep={canEdit ? step : undefined}
          />
          <Seconds
            label="Timeout in seconds"
            lead="given up after"
            value={draft.timeout ?? String(shown.timeoutMs / 1_000)}
            onChange={canEdit ? (timeout) => edit({ timeout: timeout === '' ? null : timeout }) : undefined}
          />
          <output id={`${id}-words`} className="hbd-words">
            {wanted === null ? (
              <span>Type seconds, such as 25.</span>
            ) : (
              <Words now={now} wanted={wanted} cost={cost} connections={connections} />
            )}
          </output>
        </div>
        <TradeOffCurve
          nowMs={now.intervalMs}
          wantedMs={shown.intervalMs}
          triedMs={guard?.to.intervalMs ?? null}
          limitMs={settings.pathLimit?.idleLimitMs ?? null}
          costOf={cost}
          foundWithin={(intervalMs) => intervalMs + (shown.followsInterval ? 3 * intervalMs : shown.timeoutMs)}
        />
        {canEdit ? (
          <div className="hbd-form">
            <ReasonField reason={reason} onReason={setReason} />
            {settings.guard !== undefined && (
              <button
                type="button"
                className="hbd-button"
                data-look="ghost"
                disabled={patch === null || order.isBusy}
                onClick={() => void tryDry()}
              >
                Try it dry
              </button>
            )}
            <button
              type="submit"
              className="hbd-button"
              data-look="solid"
              disabled={!canSend}
              aria-busy={order.isBusy || undefined}
            >
              {guarded
                ? 'Apply to 5\u00a0% first'
                : connections === 0
                  ? 'Apply'
                  : `Apply to ${formatPeople(connections)}`}
            </button>
            {(guarded || isAbove) && (
              <button
                type="button"
                className="hbd-button"
                data-look="ghost"
                disabled={!canSend}
                onClick={() => setRisk(isAbove ? FORCED : AT_ONCE)}
              >
                {isAbove ? 'Set it all the same…' : 'Apply to all at once…'}
              </button>
            )}
            <output className="hbd-after">
              {guard !== null && <span>One change at a time: this one can start when the running one has ended.</span>}
              {order.refusal !== null && order.refusal.status !== 412 && (
                <span className="hbd-problem">{isAbove ? aboveLimit(settings) : order.says}</span>
              )}
              {dry && <DryRun dry={dry} />}
            </output>
          </div>
        ) : (
          !isStale && <ViewerNote what="change the interval" />
        )}
      </form>
      {risk !== null && wanted !== null && (
        <RiskDialog
          risk={risk}
          wanted={wanted}
          settings={settings}
          connections={connections}
          order={order}
          onConfirm={() => void apply(settings.version, risk)}
          onCancel={() => setRisk(null)}
        />
      )}
      {order.refusal?.status === 412 && wanted !== null && (
        <Conflict
          settings={settings}
          problem={order.refusal.problem}
          wanted={wanted}
          onInsist={() => void apply(settings.version)}
          onDrop={() => {
            setDraft(NO_DRAFT);
            order.forget();
          }}
        />
      )}
    </Card>
  );
}

function Words({
  now,
  wanted,
  cost,
  connections,
}: {
  readonly now: { readonly intervalMs: number; readonly timeoutMs: number };
  readonly wanted: { readonly intervalMs: number; readonly timeoutMs: number };
  readonly cost: (intervalMs: number) => number;
  readonly connections: number;
}): ReactNode {
  const foundNow = now.intervalMs + now.timeoutMs;
  const found = wanted.intervalMs + wanted.timeoutMs;
  const isChanged = wanted.intervalMs !== now.intervalMs || found !== foundNow;
  const all = (intervalMs: number): string => formatBytes(cost(intervalMs) * connections);
  return (
    <>
      <span>
        {'Found within '}
        <b>{formatDuration(found)}</b>
        {isChanged ? `, now ${formatDuration(foundNow)}` : ''}
        {'. Costs '}
        <b>{formatBytes(cost(wanted.intervalMs))}</b>
        {` an hour and person${isChanged ? `, now ${formatBytes(cost(now.intervalMs))}` : ''}.`}
      </span>
      <span className="hbd-muted hbd-small" hidden={connections === 0}>
        {`${formatPeople(connections)}: ${all(wanted.intervalMs)} an hour${isChanged ? `, now ${all(now.intervalMs)}` : ''}`}
      </span>
    </>
  );
}

function DryRun({ dry }: { readonly dry: SettingsDryRun }): ReactNode {
  const { guard } = dry;
  const first =
    guard === null
      ? `It would apply to ${formatPeople(dry.connections)} at once.`
      : guard === 'too-few'
        ? `It would apply to ${formatPeople(dry.connections)} at once: they are too few to try it on some of them.`
        : `It would be tried on ${formatPeople(guard.firstPeers)} of ${formatCount(dry.connections)} first, ${formatDuration(guard.windowMs)} for each share.`;
  return <span>{[first, ...dry.warnings].join(' ')}</span>;
}
