'use client';
import { createPortal } from '#portal';
import { useRef, useState, type ReactNode } from 'react';
import { keepReachable } from './behaviour/keepReachable.js';
import { useCommitEffect } from './behaviour/useCommitEffect.js';

interface BannerHostProps {
  container: Element | null | undefined;
  children: ReactNode;
}

/**
 * The place of the banner in the document: where it is rendered, or in `container`, and inside the topmost modal dialog
 * while there is one. The element moves without React's knowledge, so that state, focus and the live region are kept.
 * It is a portal so that React hears the events of its content wherever it is.
 */
export function BannerHost({ container, children }: BannerHostProps) {
  const home = useRef<HTMLDivElement>(null);
  const [host, setHost] = useState<HTMLElement | null>(null);
  useCommitEffect(() => {
    const element = document.createElement('div');
    element.style.display = 'contents';
    // oxlint-disable-next-line react/set-state-in-effect -- a server has no document, and React hydrates what it rendered
    setHost(element);
    return keepReachable(element, container ?? home.current);
  }, [container]);
  return (
    <div ref={home} data-heartbeat="banner-home" style={{ display: 'contents' }}>
      {host && createPortal(children, host)}
    </div>
  );
}
