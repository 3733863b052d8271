'use client';
import { useEffect, useLayoutEffect, useRef, type FocusEventHandler, type RefObject } from 'react';

// React 18 warns about layout effects on a server, where neither kind runs.
const useCommitEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

interface FocusHandlers {
  onFocus: FocusEventHandler<HTMLElement> | undefined;
  onBlur: FocusEventHandler<HTMLElement> | undefined;
}

/**
 * Keeps a person's place when the focused part of the banner goes away.
 *
 * The banner never takes focus by itself. A person who presses "Reconnect now" puts it there, and the button goes away
 * when the connection returns. The browser then moves focus to the document: a screen reader starts over from the top,
 * and the next Tab may land anywhere. The banner cannot wait for focus to leave, because with a mouse it may never leave,
 * and the banner would go on telling of an outage that is over.
 *
 * So focus returns to where it came from, as it does when a dialog closes; caret and scroll position do not move. Where
 * there is nothing to return to, focus goes to `anchor`, which is invisible and stands where the banner stood, so that Tab
 * continues from there.
 *
 * @param own the app's handlers, called first
 */
export function useFocusReturn(anchor: RefObject<HTMLElement | null>, own: FocusHandlers): FocusHandlers {
  const isInside = useRef(false);
  const origin = useRef<HTMLElement | null>(null);

  useCommitEffect(() => {
    if (!isInside.current || (document.activeElement && document.activeElement !== document.body)) return;
    isInside.current = false;
    origin.current?.focus({ preventScroll: true });
    // The origin may be gone, hidden or disabled by now.
    if (document.activeElement === document.body) anchor.current?.focus({ preventScroll: true });
  });

  return {
    onFocus: (event) => {
      own.onFocus?.(event);
      const { currentTarget, relatedTarget } = event;
      isInside.current = true;
      if (!currentTarget.contains(relatedTarget)) origin.current = relatedTarget as HTMLElement | null;
    },
    onBlur: (event) => {
      own.onBlur?.(event);
      const { currentTarget, relatedTarget, target } = event;
      // When another window takes over, this element stays active and gets focus back: focus has not left the banner.
      const isAway = document.activeElement === target;
      isInside.current = isAway || currentTarget.contains(relatedTarget);
    },
  };
}
