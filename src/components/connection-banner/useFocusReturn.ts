'use client';
import { useEffect, useLayoutEffect, useRef, type FocusEventHandler, type RefObject } from 'react';

// React 18 warns about layout effects on the server, where neither kind runs.
const useCommitEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

interface FocusHandlers {
  onFocus: FocusEventHandler<HTMLElement> | undefined;
  onBlur: FocusEventHandler<HTMLElement> | undefined;
}

/**
 * Keeps a person's place when the focused part of the banner goes away.
 *
 * The banner never takes focus. But whoever pressed "Reconnect now" holds it there when the connection returns, and an
 * element that is removed drops focus to the document: a screen reader then starts over from the top, and the next Tab
 * may land anywhere. Keeping the button until focus leaves it would be worse: with a mouse that may be never, and a
 * banner that outlives its outage is a lie. So focus goes back to where it came from, as it does when a dialog
 * closes, caret and scroll position untouched. Where there is nothing to go back to, it rests on `anchor`, which is
 * invisible and stands where the banner stood, so that Tab continues from there.
 *
 * @param own the handlers of the app, called first
 */
export function useFocusReturn(anchor: RefObject<HTMLElement | null>, own: FocusHandlers): FocusHandlers {
  const isInside = useRef(false);
  const origin = useRef<HTMLElement | null>(null);

  useCommitEffect(() => {
    if (!isInside.current || (document.activeElement && document.activeElement !== document.body)) return;
    isInside.current = false;
    origin.current?.focus({ preventScroll: true });
    // It may be gone, hidden or disabled by now.
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
      // Another window took over, and this element will have focus again: it has not left the banner.
      const isAway = document.activeElement === target;
      isInside.current = isAway || currentTarget.contains(relatedTarget);
    },
  };
}
