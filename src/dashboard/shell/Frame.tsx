'use client';
import type { ReactNode } from 'react';
import { ConnectionBanner } from '../../components/index.js';
import { useConnection } from '../../react/index.js';
import { formatAge, formatClock, formatCount, formatId } from '../format.js';
import { useDashboard } from '../state/context.js';
import { useNow } from '../state/useNow.js';
import { Icon, type IconName } from './Icon.js';
import { OperatorActions } from '../actions/OperatorActions.js';

/** A screen of the dashboard. */
export interface Screen {
  readonly name: string;
  readonly title: string;
  readonly icon: IconName;
}

interface FrameProps {
  readonly screens: readonly Screen[];
  readonly current: Screen;
  readonly onSignOut?: (() => void) | undefined;
  readonly onTheme?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** What stands around every screen: where one can go, which gateway this is, who looks, and how old the data is. */
export function Frame({ screens, current, onSignOut, onTheme, children }: FrameProps): ReactNode {
  const isStale = useConnection(({ lost }) => lost);
  return (
    <div className="hbd-shell" data-stale={isStale || undefined}>
      <aside className="hbd-side">
        <div className="hbd-brand">
          <Icon name="beat" />
          <span>Heartbeat</span>
        </div>
        <Links className="hbd-nav" screens={screens} current={current} />
        <Gateways />
        <OperatorActions />
        <Who onSignOut={onSignOut} onTheme={onTheme} />
      </aside>
      <div className="hbd-main">
        <header className="hbd-top">
          <span className="hbd-crumb">{current.title}</span>
          <Live />
          <span className="hbd-narrow">
            <Tools onSignOut={onSignOut} onTheme={onTheme} />
          </span>
        </header>
        <main className="hbd-page">
          {children}
          <div className="hbd-narrow">
            <OperatorActions />
          </div>
        </main>
      </div>
      <Links className="hbd-tabs" screens={screens} current={current} />
      <ConnectionBanner position="top" />
    </div>
  );
}

function Links({
  className,
  screens,
  current,
}: {
  readonly className: string;
  readonly screens: readonly Screen[];
  readonly current: Screen;
}): ReactNode {
  return (
    <nav className={className} aria-label="Screens">
      {screens.map(({ name, title, icon }) => (
        <a key={name} href={`#${name}`} aria-current={name === current.name ? 'page' : undefined}>
          <Icon name={icon} />
          <span>{title}</span>
        </a>
      ))}
    </nav>
  );
}

function Gateways(): ReactNode {
  const stats = useDashboard((state) => state.stats);
  const status = useDashboard(({ drain }) => drain?.status ?? 'accepting');
  if (!stats) return null;
  return (
    <div className="hbd-gateways">
      <h3>Gateway</h3>
      <div className="hbd-node">
        <span className="hbd-dot" data-state={status === 'accepting' ? 'open' : 'degraded'} />
        <span className="hbd-id">{formatId(stats.gatewayId)}</span>
        {status !== 'accepting' && <span className="hbd-muted">{status}</span>}
        <span className="hbd-value">{formatCount(stats.connections)}</span>
      </div>
    </div>
  );
}

function Who(tools: Pick<FrameProps, 'onSignOut' | 'onTheme'>): ReactNode {
  const me = useDashboard((state) => state.me);
  return (
    <div className="hbd-who">
      {me && (
        <>
          <span className="hbd-avatar" aria-hidden="true">
            {me.subject.slice(0, 1).toUpperCase()}
          </span>
          <span className="hbd-name">
            <span>{me.subject}</span>
            {me.role !== me.subject && <span className="hbd-muted hbd-small">{me.role}</span>}
          </span>
        </>
      )}
      <Tools {...tools} />
    </div>
  );
}

function Tools({ onSignOut, onTheme }: Pick<FrameProps, 'onSignOut' | 'onTheme'>): ReactNode {
  return (
    <span className="hbd-tools">
      {onTheme && (
        <button type="button" className="hbd-tool" aria-label="Light or dark" onClick={onTheme}>
          <Icon name="theme" />
        </button>
      )}
      {onSignOut && (
        <button type="button" className="hbd-tool" aria-label="Sign out" onClick={onSignOut}>
          <Icon name="leave" />
        </button>
      )}
    </span>
  );
}

/** The time of the data while it is fresh; its age when it is not. */
function Live(): ReactNode {
  const now = useNow();
  const readAt = useDashboard((state) => state.readAt);
  const isStale = useConnection(({ lost }) => lost);
  if (readAt === null) return <span className="hbd-live">…</span>;
  return (
    <span className="hbd-live" data-stale={isStale || undefined}>
      <i />
      <span>{isStale ? `${formatAge(now - readAt)} old` : formatClock(readAt)}</span>
    </span>
  );
}
