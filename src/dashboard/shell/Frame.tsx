'use client';
import type { ReactNode } from 'react';
import { ConnectionBanner } from '../../components/index.js';
import { formatAge, formatClock, formatId } from '../format.js';
import { useDashboard } from '../state/context.js';
import { useAddress, useLinkTo } from '../state/useAddress.js';
import { useNow } from '../state/useNow.js';
import { useStaleness } from '../state/useStaleness.js';
import { Find } from './Find.js';
import { Gateways } from './Gateways.js';
import { Icon } from './Icon.js';
import { PeriodChooser } from './PeriodChooser.js';
import type { Screen } from './screen.js';
import { ScreenBoundary } from './ScreenBoundary.js';
import { useKeys } from './useKeys.js';
import { OperatorActions } from '../actions/OperatorActions.js';

/** What the person may do with the page itself. Without a function there is no button for it. */
export interface FrameTools {
  readonly onSignOut?: (() => void) | undefined;
  readonly onTheme?: (() => void) | undefined;
}

interface FrameProps extends FrameTools {
  readonly screens: readonly Screen[];
  readonly current: Screen;
  readonly children: ReactNode;
}

/** What stands around every screen: where one can go, which gateway this is, who looks, and how old the data is. */
export function Frame({ screens, current, onSignOut, onTheme, children }: FrameProps): ReactNode {
  const { isStale, isLost } = useStaleness();
  const keys = useKeys(screens);
  const listed = screens.filter(({ below }) => below === undefined);
  return (
    <div className="hbd-shell" data-stale={isLost || undefined}>
      <aside className="hbd-side">
        <div className="hbd-brand">
          <Icon name="beat" />
          <span>Heartbeat</span>
        </div>
        <Links className="hbd-nav" screens={listed} current={current} />
        <Gateways />
        <OperatorActions />
        <label
          className="hbd-check hbd-keys"
          title="/ to search · g then o, a, p, e or s for a screen · j and k for rows · [ and ] for records · . to pause"
        >
          <input type="checkbox" checked={keys.isOn} onChange={({ target }) => keys.turn(target.checked)} />
          Single keys
        </label>
        <Who onSignOut={onSignOut} onTheme={onTheme} />
      </aside>
      <div className="hbd-main">
        <header className="hbd-top">
          <Crumb screens={screens} current={current} />
          {current.hasPeriod && <PeriodChooser />}
          {current.name !== 'peers' && <Find />}
          <Live />
          <span className="hbd-narrow">
            <Tools onSignOut={onSignOut} onTheme={onTheme} />
          </span>
        </header>
        <main className="hbd-page" data-stale={isStale || undefined}>
          <ScreenBoundary name={current.name}>{children}</ScreenBoundary>
          <div className="hbd-narrow">
            <OperatorActions />
          </div>
        </main>
      </div>
      <Links className="hbd-tabs" screens={listed} current={current} />
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
  const linkTo = useLinkTo();
  const alerts = useDashboard((state) => state.alerts?.active.length ?? 0);
  const here = current.below ?? current.name;
  return (
    <nav className={className} aria-label="Screens">
      {screens.map(({ name, title, icon }) => (
        <a key={name} href={linkTo({ screen: name })} aria-current={name === here ? 'page' : undefined}>
          <Icon name={icon} />
          <span>{title}</span>
          {name === 'alerts' && alerts > 0 && (
            <span className="hbd-count">
              {alerts}
              <span className="hbd-hidden"> active</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}

function Crumb({ screens, current }: Pick<FrameProps, 'screens' | 'current'>): ReactNode {
  const { id } = useAddress();
  const linkTo = useLinkTo();
  const parent = screens.find(({ name }) => name === (current.below ?? current.name)) ?? current;
  if (id === null) return <span className="hbd-crumb">{current.title}</span>;
  return (
    <span className="hbd-crumb">
      <a href={linkTo({ screen: parent.name })}>{parent.title}</a>
      <span aria-hidden="true"> / </span>
      <span className="hbd-strong">{formatId(id)}</span>
    </span>
  );
}

function Who(tools: FrameTools): ReactNode {
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

function Tools({ onSignOut, onTheme }: FrameTools): ReactNode {
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
  const { isStale, at } = useStaleness();
  if (at === null) return <span className="hbd-live">…</span>;
  return (
    <span className="hbd-live" data-stale={isStale || undefined}>
      <i />
      <span>{isStale ? `${formatAge(now - at)} old` : formatClock(at)}</span>
    </span>
  );
}
