import { transportOver, type NativeSocket } from './transportOver.js';

const CLOSED = 3;

/** The platform's WebSocket and nothing between. `#transport` stands for it under the condition `platform-websocket`. */
export const transport = transportOver(({ clock }, dial) => {
  let native: NativeSocket | undefined;
  const dialing = clock.setTimeout(() => {
    native = dial();
  }, 0);
  return (code, reason) => {
    clock.clearTimeout(dialing);
    if (native && native.readyState !== CLOSED) native.close(code, reason);
  };
});
