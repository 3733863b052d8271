'use client';
import { useState, type ReactNode } from 'react';
import { useConnection } from '../../react/index.js';
import { useCanAct, useDashboard } from '../state/context.js';
import { DrainDialog } from './DrainDialog.js';
import { NoticeDialog } from './NoticeDialog.js';

/**
 * What an operator may do to everyone, each with a confirmation. A viewer does not see these actions, nor does a page
 * whose gateway is gone.
 */
export function OperatorActions(): ReactNode {
  const [asked, setAsked] = useState<'notice' | 'drain' | null>(null);
  const canAct = useCanAct();
  const isStale = useConnection(({ lost }) => lost);
  const hasNotice = useDashboard(({ notice }) => notice !== null);
  const canDrain = useDashboard(({ drain }) => drain?.status === 'accepting');
  if (!canAct || isStale) return null;
  const close = (): void => setAsked(null);
  return (
    <div className="hbd-acts">
      {hasNotice && (
        <button type="button" onClick={() => setAsked('notice')}>
          Notice to everyone…
        </button>
      )}
      {canDrain && (
        <button type="button" onClick={() => setAsked('drain')}>
          Drain this gateway…
        </button>
      )}
      {asked === 'notice' && <NoticeDialog onClose={close} />}
      {asked === 'drain' && <DrainDialog onClose={close} />}
    </div>
  );
}
