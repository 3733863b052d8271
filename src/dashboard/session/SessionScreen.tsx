'use client';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { AdminClient } from '../../admin/createAdminClient.js';
import type { Timeline } from '../../admin/schemas/timeline.js';
import { useConnection } from '../../react/index.js';
import { formatAge, formatClock, formatDuration, formatId } from '../format.js';
import { DisconnectDialog } from '../peers/DisconnectDialog.js';
import { Icon } from '../shell/Icon.js';
import { Refused } from '../shell/Refused.js';
import { Say } from '../shell/Say.js';
import { Blank } from '../shell/ScreenBoundary.js';
import type { Span } from '../state/address.js';
import { useCanAct, useDashboard, useDashboardStore } from '../state/context.js';
import { useAddress, useLinkTo } from '../state/useAddress.js';
import { useReading } from '../state/useReading.js';
import { exportTimeline } from './exportTimeline.js';
import { Lens } from './Lens.js';
import { Records } from './Records.js';
import { defaultWindow, type Outage } from './sessionDrawing.js';
import { SessionStrip } from './SessionStrip.js';
import { SessionTimeline } from './SessionTimeline.js';

const EVERY_MS = 4_000;

/** One session from both ends: what happened, why, and what the person saw of it. */
export function SessionScreen(): ReactNode {
  const { id, pick } = useAddress();
  const ask = useCallback((client: AdminClient) => client.timeline(id ?? ''), [id]);
  const { value, problem } = useReading(ask, EVERY_MS);
  if (value) return <Session timeline={value} pick={pick} />;
  if (problem?.status === 404) return <Unknown />;
  if (problem) return <Refused problem={problem} what="the time line of this session" />;
  return (
    <>
      <Say so="Reading the session…" />
      <Blank />
    </>
  );
}

function Unknown(): ReactNode {
  const linkTo = useLinkTo();
  return (
    <Say so="The gateway knows no such session." then="It keeps sessions for an hour after their last word.">
      <a className="hbd-more" href={linkTo({ screen: 'peers' })}>
        All peers <span aria-hidden="true">→</span>
      </a>
    </Say>
  );
}

function Session({ timeline, pick }: { readonly timeline: Timeline; readonly pick: Span | null }): ReactNode {
  const store = useDashboardStore();
  const address = useAddress();
  const now = useDashboard(({ readAt }) => readAt ?? 0);
  const initial = useMemo(() => defaultWindow(timeline, now), [timeline, now]);
  const shown = pick ?? initial;
  const outage = timeline.outages.findLast(({ from, to }) => from <= shown.to && (to ?? now) >= shown.from) ?? null;
  const inView = timeline.records.filter(({ at }) => at >= shown.from && at <= shown.to);
  const look = (span: Span): void => store.open({ ...address, pick: span }, 'replace');
  return (
    <>
      <Say so={headline(timeline, outage, now)} then={outage ? whatItCost(outage, now) : ''}>
        {/* The gateway writes it as Markdown, for reports. */}
        {outage && outage.evidence.length > 0 && `${outage.evidence.join(' ').replaceAll('`', '')} `}
        {outage && <Mend outage={outage} />}
        {timeline.lost > 0 && ` ${timeline.lost} records of the client did not arrive.`}
      </Say>
      <SessionStrip timeline={timeline} now={now} shown={shown} onLook={look}>
        <Actions timeline={timeline} />
      </SessionStrip>
      <SessionTimeline timeline={timeline} shown={shown} outage={outage} now={now} />
      {outage && <Lens outage={outage} records={timeline.records} now={now} />}
      <Records records={inView} total={timeline.records.length} shown={shown} />
    </>
  );
}

function Actions({ timeline }: { readonly timeline: Timeline }): ReactNode {
  const [isLeaving, setIsLeaving] = useState(false);
  const isStale = useConnection(({ lost }) => lost);
  const canAct = useCanAct() && !isStale;
  const open = timeline.connections.findLast(({ closedAt }) => closedAt === null);
  return (
    <span className="hbd-buttons">
      <button type="button" className="hbd-button" onClick={() => exportTimeline(timeline)}>
        <Icon name="save" />
        Export
      </button>
      {canAct && open && (
        <button type="button" className="hbd-button" onClick={() => setIsLeaving(true)}>
          Disconnect…
        </button>
      )}
      {isLeaving && open && (
        <DisconnectDialog
          peer={{ id: open.connectionId, remote: open.remote, ...(timeline.client ? { client: timeline.client } : {}) }}
          onClose={() => setIsLeaving(false)}
        />
      )}
    </span>
  );
}

/** What would have prevented it, where that is known. */
function Mend({ outage }: { readonly outage: Outage }): ReactNode {
  const linkTo = useLinkTo();
  const longest = useDashboard(({ settings }) => settings?.pathLimit?.longestIntervalMs ?? null);
  if (outage.cause !== 'path-idle') return null;
  return (
    <a className="hbd-more" href={linkTo({ screen: 'settings' })}>
      {longest === null ? 'See the interval' : `At ${formatDuration(longest)} it would have held`}
      <span aria-hidden="true"> →</span>
    </a>
  );
}

function headline({ connections, sessionId }: Timeline, outage: Outage | null, now: number): string {
  if (outage) return outage.says;
  const last = connections.at(-1);
  if (!last) return `Session ${formatId(sessionId)}.`;
  return last.closedAt === null
    ? `Connected for ${formatAge(now - last.openedAt)}, no outage in view.`
    : `Ended at ${formatClock(last.closedAt)}: ${last.closeReason ?? 'no reason given'}.`;
}

function whatItCost({ from, to, shownMs }: Outage, now: number): string {
  const down = `Down for ${formatDuration((to ?? now) - from)}${to === null ? ', and not back' : ''}`;
  if (shownMs === null) return `${down}.`;
  return shownMs === 0 ? `${down}, not shown to the person.` : `${down}, on the screen for ${formatDuration(shownMs)}.`;
}
