'use client';
import { useCallback, type ReactNode } from 'react';
import type { AdminClient } from '../../admin/createAdminClient.js';
import { formatAge, formatDuration } from '../format.js';
import { MicroBars } from '../peers/MicroBars.js';
import { Card } from '../shell/Card.js';
import { Refused } from '../shell/Refused.js';
import { Say } from '../shell/Say.js';
import { Blank } from '../shell/ScreenBoundary.js';
import { useDashboard } from '../state/context.js';
import { useAddress, useLinkTo } from '../state/useAddress.js';
import { useReading } from '../state/useReading.js';
import { Records } from './Records.js';

const EVERY_MS = 4_000;

/** One connection whose client says nothing of itself: what the gateway alone knows. */
export function PeerScreen(): ReactNode {
  const { id } = useAddress();
  const linkTo = useLinkTo();
  const now = useDashboard(({ readAt }) => readAt ?? 0);
  const ask = useCallback((client: AdminClient) => client.peer(id ?? ''), [id]);
  const { value, problem } = useReading(ask, EVERY_MS);
  if (!value) {
    if (problem) return <Refused problem={problem} what="this connection" />;
    return (
      <>
        <Say so="Reading the connection…" />
        <Blank />
      </>
    );
  }
  const { openedAt, lastSeenAt, missedInRow, latencyMs, remote, client, events, lastHour, sessionId } = value;
  const first = events[0]?.at ?? openedAt;
  return (
    <>
      <Say
        so={
          missedInRow > 0 ? `${missedInRow} heartbeats missed in a row.` : `Connected for ${formatAge(now - openedAt)}.`
        }
        then={`Last heard ${formatAge(now - lastSeenAt)} ago${latencyMs === null ? '' : `, answers in ${formatDuration(latencyMs)}`}.`}
      >
        {sessionId ? (
          <a className="hbd-more" href={linkTo({ screen: 'session', id: sessionId })}>
            Its session, from both ends <span aria-hidden="true">→</span>
          </a>
        ) : (
          'Its client says nothing of itself, so only the gateway’s side is known.'
        )}
      </Say>
      <Card
        title={remote}
        beside={<span className="hbd-muted">{client ?? ''}</span>}
        aside={lastHour && <MicroBars blocks={lastHour} />}
      >
        {null}
      </Card>
      <Records records={events} total={events.length} shown={{ from: first, to: Math.max(first + 1, now) }} />
    </>
  );
}
