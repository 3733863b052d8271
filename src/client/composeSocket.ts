import { reasonCut } from '#advice';
import { MAX_CLOSE_REASON_BYTES } from '../protocol/frames.js';
import { guard } from '../protocol/listeners.js';
import { checkInteger } from '../protocol/options/optionRules.js';
import { cutToBytes } from '../protocol/utf8.js';
import { createCheck } from './check.js';
import { createDriver } from './driver/driver.js';
import type { HeartbeatSocket } from './heartbeatSocket.js';
import { checkCloseCode, resolveDriverConfig, type SocketOptions } from './options.js';
import { report } from './report.js';
import type { Transport } from './transport.js';
import { checkUrl, type SocketUrl } from './url.js';

/** Puts a driver, a store and a transport together. `createHeartbeatSocket` does it with the transport of the package. */
export function composeSocket<Received, Sent>(
  url: SocketUrl,
  options: SocketOptions<Received, Sent>,
  transport: Transport,
): HeartbeatSocket<Received, Sent> {
  checkUrl(url);
  const config = resolveDriverConfig(url, options, transport);
  const driver = createDriver(config);
  driver.onRecord.add((record) => {
    // This is not recorded: a sink that throws at the record of its own failure would get such records without end.
    for (const sink of options.log?.sinks ?? []) guard(report, sink, record);
  });
  driver.onConnected.add((connected) => options.onConnected?.(connected));
  let isDestroyed = false;

  const start = (type: 'user.connected' | 'user.reconnected'): void => {
    if (url !== null && !isDestroyed) driver.dispatch({ type });
  };
  const disconnect = (code = 1000, given: unknown = ''): void => {
    checkCloseCode(code);
    // An app without types may pass an error or an object. The platform's WebSocket converts it to text as well, but throws
    // where that is impossible: here the connection is closed all the same.
    let text = '';
    guard(report, () => {
      text = String(given);
    });
    const reason = cutToBytes(text, MAX_CLOSE_REASON_BYTES);
    if (reason !== text) reasonCut(reason);
    driver.dispatch({ type: 'user.disconnected', code, reason });
  };

  return {
    store: driver.store,
    connect: () => start('user.connected'),
    reconnect: () => start('user.reconnected'),
    disconnect,
    get bufferedAmount() {
      return driver.link.bufferedAmount;
    },
    send: driver.send,
    check: createCheck(driver),
    configure: ({ intervalMs, timeoutMs }) => {
      if (intervalMs !== undefined) checkInteger('heartbeat.intervalMs', intervalMs, 1);
      if (timeoutMs !== undefined) checkInteger('heartbeat.timeoutMs', timeoutMs, 1);
      if (intervalMs ?? timeoutMs) driver.dispatch({ type: 'user.configured', timing: { intervalMs, timeoutMs } });
    },
    // What reaches a listener was made by the format of these options.
    onMessage: driver.onMessage.add as HeartbeatSocket<Received>['onMessage'],
    onEvent: driver.onRecord.add,
    onConnected: driver.onConnected.add,
    get log() {
      return driver.log.records;
    },
    retryInMs: () => {
      const { state } = driver;
      return state.phase === 'waiting' ? Math.max(0, state.retryAt - config.clock.now()) : null;
    },
    destroy: () => {
      if (isDestroyed) return;
      isDestroyed = true;
      driver.release();
      disconnect();
    },
  };
}
