'use client';
import { useCallback, useState } from 'react';
import { useSocket } from '../../../react/context.js';
import { createKeeper } from '../../../react/selection/useSelected.js';
import { useRetryCountdown } from '../../../react/useRetryCountdown.js';
import { useLabels } from '../../labelsContext.js';
import type { ConnectionSource } from '../../types.js';
import type { BannerPhase } from './bannerMemory.js';
import { useBannerModel } from './useBannerModel.js';

/** What a banner or toast of your own has to say, and what its buttons do. */
export interface ConnectionBannerView {
  readonly phase: BannerPhase;
  /** What happened. */
  readonly title: string;
  /** What comes next, or what becomes of the messages in the outbox; may be empty. */
  readonly description: string;
  /** Whole seconds to the next attempt; 0 while it is due, null while none is waited for. */
  readonly secondsLeft: number | null;
  /** A dial is under way. It is shown for at least 600 ms. */
  readonly isDialing: boolean;
  /** Dials now, with a fresh budget of attempts. */
  readonly reconnect: () => void;
  /** Dismisses the message until the connection has been back, or until there is news that needs the person. */
  readonly dismiss: () => void;
}

/**
 * The behaviour and the words of `ConnectionBanner` without its elements, for a toast of your own: grace period, root
 * cause, "Back online", dismissal. Announcing and folding are up to your toast. Null while there is nothing to show.
 * The component renders once a second while a countdown runs.
 *
 * @param sockets the connection, or several, of which it speaks for the one that is worst off; by default the nearest
 * provider's
 * @example
 * const banner = useConnectionBanner();
 * return banner && <p role="status">{banner.title} <button onClick={banner.reconnect}>Retry</button></p>;
 */
export function useConnectionBanner(
  sockets?: ConnectionSource | readonly ConnectionSource[],
): ConnectionBannerView | null {
  const given = sockets && !('store' in sockets) ? sockets : [sockets];
  const nearest = useSocket(given[0]);
  const model = useBannerModel([nearest, ...given.slice(1)] as ConnectionSource[], useLabels());
  const secondsLeft = useRetryCountdown(model.socket);
  const { phase, words, memory, reconnect, setFold } = model;
  const { isDialing } = memory;
  const [title = '', description = ''] = words ?? [];
  const dismiss = useCallback(() => setFold('dismissed'), [setFold]);
  // The same object until something in it changes, so that it can be what an effect depends on.
  const [keep] = useState(createKeeper<ConnectionBannerView | null>);
  const isShown = phase !== null && memory.fold !== 'dismissed';
  return keep(isShown ? { phase, title, description, secondsLeft, isDialing, reconnect, dismiss } : null);
}
