'use client';
import { forwardRef, useId, useState, type HTMLAttributes } from 'react';
import { HeartbeatContext, useSocket } from '../../react/context.js';
import { useSelected } from '../../react/selection/useSelected.js';
import { useHeartbeatLog } from '../../react/useHeartbeatLog.js';
import { HeartbeatLog } from '../heartbeat-log/HeartbeatLog.js';
import { HeartbeatSettings } from '../heartbeat-settings/HeartbeatSettings.js';
import { LatencyMeter } from '../latency-meter/LatencyMeter.js';
import { Part, type PartProps } from '../Part.js';
import type { ConnectionStatus, ConnectionSource } from '../types.js';
import { BreakButtons } from './BreakButtons.js';
import type { ConnectionBreaker } from './createBreakableWebSocket.js';
import { StateDiagram } from './StateDiagram.js';
import { Timeline } from './Timeline.js';

/** What `className` and `style` functions of `HeartbeatDevtools` are given. */
export interface HeartbeatDevtoolsState {
  readonly isOpen: boolean;
  readonly status: ConnectionStatus;
}

/** Props of `HeartbeatDevtools`; those of a `div` go to its element. */
export interface HeartbeatDevtoolsProps extends PartProps<HTMLAttributes<HTMLDivElement>, HeartbeatDevtoolsState> {
  /** The connection; by default the nearest provider's. */
  socket?: ConnectionSource | undefined;
  /**
   * Drops, delays and silences the connection: a `createBreakableWebSocket()` whose class the socket uses, or a fake
   * gateway. Without one the panel has no such buttons.
   */
  breaker?: ConnectionBreaker | undefined;
  /** Whether the panel is unfolded when it appears. @default false */
  defaultOpen?: boolean | undefined;
}

/**
 * A floating panel for development: the status among all statuses, the last minute, the log, and buttons that break the
 * connection. It is only in bundles that import it. It speaks English, because its readers are developers.
 *
 * | attribute | values |
 * |---|---|
 * | `data-open` | present while the panel is unfolded |
 * | `data-status` | the connection's status |
 */
export const HeartbeatDevtools = forwardRef<HTMLDivElement, HeartbeatDevtoolsProps>(function HeartbeatDevtools(
  { socket: given, breaker, defaultOpen = false, children, ...rest },
  ref,
) {
  const socket = useSocket(given);
  const [isOpen, setOpen] = useState(defaultOpen);
  const status = useSelected((now) => now.status, socket);
  const panelId = useId();
  return (
    <Part
      tag="div"
      name="devtools"
      state={{ isOpen, status }}
      given={rest}
      own={{ 'data-open': isOpen ? '' : undefined, 'data-status': status }}
      partRef={ref}
    >
      <HeartbeatContext.Provider value={socket}>
        <button
          type="button"
          data-heartbeat="devtools-toggle"
          aria-expanded={isOpen}
          aria-controls={isOpen ? panelId : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          {`Heartbeat: ${status}`}
        </button>
        {isOpen && (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape folds it from any control inside
          <section
            id={panelId}
            aria-label="Heartbeat devtools"
            data-heartbeat="devtools-panel"
            onKeyDown={(event) => {
              if (event.key === 'Escape') setOpen(false);
            }}
          >
            <Facts />
            <BreakButtons breaker={breaker} />
            <Recent />
            <HeartbeatLog limit={100} />
            {'configure' in socket && <HeartbeatSettings socket={socket} />}
            {children}
          </section>
        )}
      </HeartbeatContext.Provider>
    </Part>
  );
});

function Facts() {
  const { status, cause, attempt, connectionId, counters } = useSelected((now) => ({
    status: now.status,
    cause: now.cause,
    attempt: now.attempt,
    connectionId: now.connectionId,
    counters: now.counters,
  }));
  const facts = [
    ['status', status],
    ['cause', cause ?? '–'],
    ['attempt', attempt],
    ['connection', connectionId ?? '–'],
    ['pings, pongs, missed', `${counters.pingsSent}, ${counters.pongsReceived}, ${counters.missed}`],
  ];
  return (
    <>
      <StateDiagram status={status} />
      <dl data-heartbeat="devtools-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <LatencyMeter />
    </>
  );
}

const Recent = () => <Timeline records={useHeartbeatLog()} />;
