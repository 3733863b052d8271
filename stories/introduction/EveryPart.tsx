import type { MouseEvent, ReactNode } from 'react';
import { NAVIGATE_URL } from 'storybook/internal/core-events';
import { addons } from 'storybook/preview-api';
import {
  ConnectionBanner,
  ConnectionIndicator,
  HeartbeatLog,
  HeartbeatSettings,
  LatencyMeter,
  OperatorNotice,
  ReconnectButton,
  RetryCountdown,
  SendStatus,
} from '../../src/components/index.js';
import { LatencyChart } from '../../src/components/latency-chart/index.js';
import { StateDiagram } from '../../src/components/heartbeat-devtools/StateDiagram.js';
import { lost } from '../everyState.js';
import { outageRecords } from '../records.js';
import type { StorySnapshot } from '../scripted.js';
import { In } from '../sheet.js';

const waiting: StorySnapshot = { ...lost, retryInMs: 90_000 };
const latency = { lastMs: 19, smoothedMs: 18.4, jitterMs: 2 };
const open: StorySnapshot = { status: 'open', latency };
const text = { en: 'Maintenance tonight from 22:00.' };

const parts: Record<string, [says: string, thumbnail: ReactNode]> = {
  ConnectionBanner: [
    'What happened, what comes next, one verb.',
    <In key="" snapshot={{ ...lost, cause: 'drain', retryInMs: 30_000 }}>
      <ConnectionBanner position="inline" hotkey={null} foldAfterMs={Infinity} />
    </In>,
  ],
  RetryCountdown: [
    'The seconds to the next attempt, never rising.',
    <In key="" snapshot={waiting}>
      <span className="part-ring">
        <RetryCountdown ring="number" />
      </span>
    </In>,
  ],
  ReconnectButton: [
    'Ten clicks, one socket.',
    <In key="" snapshot={{ status: 'failed', cause: 'connect-error' }}>
      <ReconnectButton />
    </In>,
  ],
  ConnectionIndicator: [
    'A sign and a word: shape as well as colour.',
    <span key="" className="part-row">
      <In snapshot={open}>
        <ConnectionIndicator />
      </In>
      <In snapshot={{ ...open, status: 'degraded' }}>
        <ConnectionIndicator />
      </In>
    </span>,
  ],
  SendStatus: [
    'What becomes of what a person wrote.',
    <In key="" snapshot={{ ...lost, outbox: { queuedCount: 2, unconfirmedCount: 0, droppedCount: 0 } }}>
      <SendStatus />
    </In>,
  ],
  OperatorNotice: [
    'What an operator says to all, as text.',
    <In key="" snapshot={{ ...open, notice: { id: 'introduction', level: 'info', text, endsAt: null } }}>
      <OperatorNotice />
    </In>,
  ],
  LatencyMeter: [
    'The round trip, as bars and a number.',
    <In key="" snapshot={open}>
      <LatencyMeter />
    </In>,
  ],
  LatencyChart: [
    'The last minutes, misses marked.',
    <In key="" snapshot={open} records={outageRecords}>
      <div className="part-wide">
        <LatencyChart height={96} />
      </div>
    </In>,
  ],
  HeartbeatLog: [
    'Filter, follow, copy as JSON lines.',
    <In key="" snapshot={open} records={outageRecords.slice(18, 23)}>
      <div className="part-wide part-tall">
        <HeartbeatLog />
      </div>
    </In>,
  ],
  HeartbeatSettings: [
    'Interval and timeout, and what each costs.',
    <In key="" snapshot={open}>
      <div className="part-wide part-tall">
        <HeartbeatSettings />
      </div>
    </In>,
  ],
  HeartbeatDevtools: [
    'While you develop: every state, and buttons that break it.',
    <span key="" className="part-diagram">
      <StateDiagram status="degraded" />
    </span>,
  ],
};

/** To the part's page, without loading the manager again. */
function follow(event: MouseEvent<HTMLAnchorElement>, path: string): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  addons.getChannel().emit(NAVIGATE_URL, path);
}

/** Every part, alive, with what it is for. The pictures can be neither focused nor heard: the link beside them says it. */
export function EveryPart() {
  return (
    <div className="parts sb-unstyled">
      {Object.entries(parts).map(([name, [says, thumbnail]]) => {
        const path = `/docs/parts-${name.toLowerCase()}--docs`;
        return (
          <a key={name} href={`./?path=${path}`} target="_top" onClick={(event) => follow(event, path)}>
            <span className="part-thumbnail" inert>
              {thumbnail}
            </span>
            <b>{name}</b>
            <small>{says}</small>
          </a>
        );
      })}
    </div>
  );
}
