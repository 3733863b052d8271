'use client';
import { useEffect, useState } from 'react';
import { useSocket } from '../../react/context.js';
import type { ConnectionBreaker } from './createBreakableWebSocket.js';

const DELAY_MS = 800;

/** What can be done to the connection: politely, and with a breaker also impolitely. */
export function BreakButtons({ breaker }: { breaker: ConnectionBreaker | undefined }) {
  const socket = useSocket();
  return (
    <fieldset data-heartbeat="devtools-buttons">
      <legend>Do to it</legend>
      {breaker && <Weather breaker={breaker} />}
      <button type="button" onClick={() => socket.reconnect()}>
        Reconnect
      </button>
      <button type="button" onClick={() => socket.disconnect()}>
        Disconnect
      </button>
    </fieldset>
  );
}

function Weather({ breaker }: { breaker: ConnectionBreaker }) {
  const [isSlow, setSlow] = useState(false);
  const [isSilent, setSilent] = useState(false);
  // A panel that is closed leaves no storm behind.
  useEffect(
    () => () => {
      breaker.delay(0);
      breaker.speak();
    },
    [breaker],
  );
  return (
    <>
      <button type="button" onClick={() => breaker.drop()}>
        Drop
      </button>
      <button
        type="button"
        aria-pressed={isSlow}
        onClick={() => {
          breaker.delay(isSlow ? 0 : DELAY_MS);
          setSlow(!isSlow);
        }}
      >
        Delay
      </button>
      <button
        type="button"
        aria-pressed={isSilent}
        onClick={() => {
          if (isSilent) breaker.speak();
          else breaker.silence();
          setSilent(!isSilent);
        }}
      >
        Silence
      </button>
    </>
  );
}
