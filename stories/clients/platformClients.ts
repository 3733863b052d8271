// What the platform has, and a client for which there is no observer.
import { observe, observeEventSource, observeWebSocket, type ConnectionStatus } from '../../src/observe/index.js';
import { url, type Live } from './live.js';
import type { PageServer } from './scriptedServer.js';

export async function plainWebSocket(PageSocket: typeof WebSocket): Promise<Live> {
  let isEnded = false;
  let socket: WebSocket;
  const dial = (): void => {
    socket = new PageSocket(url);
    socket.addEventListener('close', () => setTimeout(() => !isEnded && dial(), 2_000));
  };
  dial();
  const connection = observeWebSocket(() => socket, { reconnect: () => dial() });
  return {
    connection,
    end: () => {
      isEnded = true;
      socket.close();
    },
  };
}

export async function eventSource(_: typeof WebSocket, fetch: PageServer['fetch']): Promise<Live> {
  // The browser's own takes no server in the page. This one is the same class, with a `fetch` of one's choice.
  const { EventSource } = await import('eventsource');
  let source: InstanceType<typeof EventSource>;
  const dial = (): void => void (source = new EventSource('/events', { fetch }));
  dial();
  const reconnect = (): void => {
    source.close();
    dial();
  };
  return { connection: observeEventSource(() => source, { reconnect }), end: () => source.close() };
}

export async function anythingElse(PageSocket: typeof WebSocket): Promise<Live> {
  const { default: ReconnectingWebSocket } = await import('reconnecting-websocket');
  let status: ConnectionStatus = 'connecting';
  let changed = (): void => {};
  let client: InstanceType<typeof ReconnectingWebSocket>;
  const dial = (): void => {
    const go = (next: ConnectionStatus): void => {
      status = next;
      changed();
    };
    // It asks for the address whenever it dials, and tells of its dials in no other way.
    const address = (): string => {
      go('connecting');
      return url;
    };
    const own = new ReconnectingWebSocket(address, [], { WebSocket: PageSocket, minReconnectionDelay: 2_000 });
    own.addEventListener('open', () => go('open'));
    own.addEventListener('close', () => {
      if (own === client) go('reconnecting');
    });
    client = own;
  };
  dial();
  const connection = observe({
    subscribe: (listener) => {
      changed = listener;
      return () => (changed = () => {});
    },
    getStatus: () => status,
    // Its own `reconnect` does not cut its wait short: another one takes its place.
    reconnect: () => {
      const before = client;
      dial();
      before.close();
    },
    disconnect: () => client.close(),
  });
  return { connection, end: () => client.close() };
}
