'use client';
import { useEffect, useState } from 'react';
import { useSocket } from '../../react/context.js';
import type { ConnectionBreaker } from './createBreakableWebSocket.js';

const DELAY_MS = 800;

/** Buttons that reconnect and disconnect; with a breaker, also buttons that break the connection. */
export function BreakButtons({ breaker }: { breaker: ConnectionBreaker | undefined }) {
  const socket = useSocket();
  return (
    <fieldset data-heartbeat="devtools-buttons">
      <legend>Actions</legend>
      {breaker && <Faults breaker={breaker} />}
      <button type="button" onClick={() => socket.reconnect()}>
        Reconnect
      </button>
      <button type="button" onClick={() => socket.disconnect()}>
        Disconnect
      </button>
    </fieldset>
  );
}

function Faults({ breaker }: { breaker: ConnectionBreaker }) {
  // Faults end with the panel that caused them.
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
      <Toggle name="Delay" onToggle={(isOn) => breaker.delay(isOn ? DELAY_MS : 0)} />
      <Toggle name="Silence" onToggle={(isOn) => (isOn ? breaker.silence() : breaker.speak())} />
    </>
  );
}

function Toggle({ name, onToggle }: { name: string; onToggle: (isOn: boolean) => void }) {
  const [isOn, setOn] = useState(false);
  const toggle = (): void => {
    onToggle(!isOn);
    setOn(!isOn);
  };
  return (
    <button type="button" aria-pressed={isOn} onClick={toggle}>
      {name}
    </button>
  );
}
