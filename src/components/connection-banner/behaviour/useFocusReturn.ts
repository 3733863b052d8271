'use client';
import { useRef, type FocusEvent, type RefObject } from 'react';
import { useCommitEffect } from './useCommitEffect.js';

/** What `useFocusReturn` gives. */
export interface FocusReturn {
  onFocus: (event: FocusEvent<HTMLElement>) => void;
  onBlur: (event: FocusEvent<HTMLElement>) => void;
  /** Gives focus back now. */
  leave: () => void;
}

/**
 * Keeps a person's place when the focused part of the banner goes away.
 *
 * The banner never takes focus by itself. A person who presses "Retry now" puts it there, and the button goes away when the
 * connection returns. The browser then moves focus to the document: a screen reader starts over from the top, and the next
 * Tab may land anywhere. The banner cannot wait for focus to leave, because with a mouse it may never leave, and the banner
 * would go on telling of an outage that is over.
 *
 * So focus returns to where it came from, as it does when a dialog closes; caret and scroll position do not move. Where
 * there is nothing to return to, focus goes to `anchor`, which is invisible and stands where the banner stood, so that Tab
 * continues from there.
 */
export function useFocusReturn(anchor: RefObject<HTMLElement | null>): FocusReturn {
  /** The part that has focus; null while none has. */
  const holder = useRef<Element | null>(null);
  const origin = useRef<HTMLElement | null>(null);

  const leave = (): void => {
    holder.current = null;
    origin.current?.focus({ preventScroll: true });
  };
  useCommitEffect(() => {
    // Between a blur and the focus that follows it nothing has focus either, and the part is still there.
    if (!holder.current || holder.current.isConnected) return;
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) leave();
    holder.current = null;
    // The origin may be gone, hidden or disabled by now.
    if (document.activeElement === document.body) anchor.current?.focus({ preventScroll: true });
  });

  return {
    leave,
    onFocus: ({ currentTarget, relatedTarget, target }) => {
      holder.current = target;
      if (!currentTarget.contains(relatedTarget)) origin.current = relatedTarget as HTMLElement | null;
    },
    onBlur: ({ currentTarget, relatedTarget, target }) => {
      // When another window takes over, this element stays active and gets focus back: focus has not left the banner.
      const isAway = document.activeElement === target;
      if (!isAway && !currentTarget.contains(relatedTarget)) holder.current = null;
    },
  };
}
