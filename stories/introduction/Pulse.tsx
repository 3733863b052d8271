import { useEffect, useRef } from 'react';
import type { HeartbeatSocket } from '../../src/client/index.js';
import { useConnection } from '../../src/react/index.js';

const BEAT = 'M0 30h26l8-18 13 36 8-18h26';

/** One beat for each pong that the client got, travelling from the server to the page; a dotted line while there are none. */
export function Pulse({ socket }: { socket: HeartbeatSocket }) {
  const isAlive = useConnection(({ status }) => status === 'open', socket);
  const lane = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      socket.onEvent(({ kind }) => {
        const { current } = lane;
        if (kind !== 'pong.received' || !current) return;
        const beat = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
        beat.setAttribute('viewBox', '0 0 81 60');
        beat.setAttribute('class', 'pulse-beat');
        beat.innerHTML = `<path d="${BEAT}" pathLength="1" />`;
        // It has its animation from the stylesheet; with less motion it is shown and fades.
        beat.addEventListener('animationend', () => beat.remove());
        current.append(beat);
      }),
    [socket],
  );
  return (
    <div className="pulse" data-alive={isAlive || undefined} aria-hidden="true">
      <i />
      <div ref={lane} />
    </div>
  );
}
