import { beforeEach, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { SocketOptions } from '../../../src/client/options.js';
import { createHeartbeatSocket } from '../../../src/client/createHeartbeatSocket.js';
import type { HeartbeatSocket } from '../../../src/client/heartbeatSocket.js';
import { createHeartbeatGateway, type HeartbeatGateway, type PortOptions } from '../../../src/gateway/index.js';
import { startChaosProxy, type ChaosProxy } from '../network/chaosProxy.js';

/** A real gateway, and clients of ours that connect to it through proxies that can fail. */
export interface ClientsOfGateway {
  readonly gateway: HeartbeatGateway;
  readonly sockets: readonly HeartbeatSocket[];
  readonly proxies: readonly ChaosProxy[];
  startProxy(): Promise<ChaosProxy>;
  connect(proxy: ChaosProxy, options?: SocketOptions): HeartbeatSocket;
  /** Another gateway on the port of the last, which has been closed. */
  replaceGateway(): Promise<void>;
}

/** Gives each test of a file a gateway of its own. All that a test starts is released after it. */
export function gatewayForEach(options: Omit<PortOptions, 'port'>): ClientsOfGateway {
  let gateway: HeartbeatGateway;
  let port = 0;
  const proxies: ChaosProxy[] = [];
  const sockets: HeartbeatSocket[] = [];

  const start = async (given: Omit<PortOptions, 'port'>): Promise<void> => {
    const started = createHeartbeatGateway({ port, host: '127.0.0.1', configFile: false, env: {}, ...given });
    gateway = started;
    onTestFinished(() => started.close());
    await gateway.ready;
    port = gateway.address()?.port ?? 0;
  };
  beforeEach(async () => {
    port = 0;
    proxies.length = sockets.length = 0;
    await start(options);
  });

  return {
    get gateway() {
      return gateway;
    },
    sockets,
    proxies,
    async startProxy() {
      const proxy = await startChaosProxy({ target: { port } });
      proxies.push(proxy);
      return proxy;
    },
    connect(proxy, socketOptions = {}) {
      const socket = createHeartbeatSocket(`${proxy.url}/ws`, { WebSocket, ...socketOptions });
      sockets.push(socket);
      onTestFinished(() => socket.destroy());
      socket.connect();
      return socket;
    },
    replaceGateway: () => start({}),
  };
}
