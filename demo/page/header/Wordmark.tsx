import type { HeartbeatSocket } from 'heartbeat-socket';
import { useEffect, useRef } from 'react';
import type { Line } from './useLine.js';

/** The name. Its hyphen is the heart-line: it beats with every answer, and lies flat without a connection. */
export function Wordmark({ socket, line }: { socket: HeartbeatSocket; line: Line }) {
  const hyphen = useRef<SVGSVGElement>(null);
  useEffect(
    () =>
      socket.onEvent(({ kind }) => {
        if (kind !== 'pong.received' || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
        // The picture and not its path: the compositor scales it, and the page is not laid out for every frame.
        hyphen.current?.animate(
          { transform: ['scaleY(1)', 'scaleY(1.35)', 'scaleY(1)'] },
          { duration: 320, easing: 'ease-out' },
        );
      }),
    [socket],
  );
  return (
    <a className="wordmark" href="/" data-line={line}>
      <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="9" />
        <path d="M5 16h5.4l2.9-7.4 5.4 14.8 2.9-7.4H27" />
      </svg>
      <span>heartbeat</span>
      <svg ref={hyphen} className="hyphen" viewBox="0 0 16 16" aria-hidden="true">
        <path className="beat" d="M1.5 8h3l1.8-4.6 3.4 9.2 1.8-4.6h3" />
        <path className="flat" d="M3 8h10" />
      </svg>
      <span className="visually-hidden">-</span>
      <span>socket</span>
    </a>
  );
}
