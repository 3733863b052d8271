import { createDriver } from './driver/driver.js';
import { checkClose, resolveSocketConfig, webSocketClass, type SocketOptions } from './options.js';
import type { Transport } from './transport.js';
import { checkUrl, type SocketUrl } from './url.js';
import { duration } from '../machine/options.js';
import { createConnectionStore } from './snapshot/store.js';
import { createCheck } from './check.js';
import type { HeartbeatSocket } from './heartbeatSocket.js';

/** Puts a driver, a store and a transport together; what `createHeartbeatSocket` does with the transport of its own. */
export function composeSocket<Incoming, Outgoing>(
  url: SocketUrl,
  options: SocketOptions<Incoming, Outgoing>,
  transport: Transport,
): HeartbeatSocket<Incoming, Outgoing> {
  checkUrl(url);
  const config = resolveSocketConfig(options);
  const { clock } = config;
  const driver = createDriver(
    config,
    {
      clock,
      binaryType: options.binaryType,
      url: () => url,
      protocols: () => options.protocols ?? (config.codec.protocols && [...config.codec.protocols]),
      webSocket: () => webSocketClass(options.WebSocket),
      transport,
    },
    (snapshot) => store.setState(snapshot, true),
  );
  const store = createConnectionStore(driver.snapshot);
  for (const sink of config.sinks) driver.events.add(sink);
  let isDestroyed = false;

  const dialOnly = (type: 'user.connected' | 'user.reconnected') => (): void => {
    if (url !== null && !isDestroyed) driver.dispatch({ type });
  };
  const disconnect = (code = 1000, reason = ''): void => {
    checkClose(code, reason);
    driver.dispatch({ type: 'user.disconnected', code, reason });
  };

  return {
    store,
    connect: () => {
      const { phase } = driver.state;
      if (phase === 'idle' || phase === 'closed' || phase === 'failed') dialOnly('user.connected')();
    },
    reconnect: dialOnly('user.reconnected'),
    disconnect,
    get bufferedAmount() {
      return driver.bufferedAmount;
    },
    send: driver.send,
    check: createCheck(driver, config.machine.heartbeat !== null),
    configure: ({ intervalMs, timeoutMs }) => {
      const timing = {
        ...(intervalMs !== undefined && { intervalMs: duration('heartbeat.intervalMs', intervalMs, 1) }),
        ...(timeoutMs !== undefined && { timeoutMs: duration('heartbeat.timeoutMs', timeoutMs, 1) }),
      };
      driver.dispatch({ type: 'user.configured', timing });
    },
    // What reaches a listener was made by the format of these options.
    onMessage: driver.messages.add as HeartbeatSocket<Incoming>['onMessage'],
    onEvent: driver.events.add,
    get log() {
      return driver.log.records;
    },
    retryInMs: () => {
      const { state } = driver;
      return state.phase === 'waiting' ? Math.max(0, state.retryAt - clock.now()) : null;
    },
    destroy: () => {
      if (isDestroyed) return;
      isDestroyed = true;
      disconnect();
      driver.messages.clear();
      driver.events.clear();
    },
  };
}
