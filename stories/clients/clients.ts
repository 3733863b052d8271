// The clients of the stories. Each is loaded with its own story, so that the others do not wait for it.
import {
  graphqlWsRetry,
  observeCentrifuge,
  observeGraphqlWs,
  observeMqtt,
  observePhoenix,
  observePusher,
  observeSignalR,
  observeSocketIo,
  phoenixReconnectAfterMs,
  signalRRetryPolicy,
} from '../../src/observe/index.js';
import { url, type Live } from './live.js';
import { reachPage } from './reachPage.js';

const DELAYS = { minDelayMs: 2_000, baseDelayMs: 0, maxDelayMs: 5_000 };

export async function phoenix(transport: typeof WebSocket): Promise<Live> {
  const { Socket } = await import('phoenix');
  const socket = new Socket(url, { transport, reconnectAfterMs: phoenixReconnectAfterMs(DELAYS) });
  socket.connect();
  return { connection: observePhoenix(socket), end: () => socket.disconnect() };
}

export async function supabase(transport: typeof WebSocket): Promise<Live> {
  const { RealtimeClient } = await import('@supabase/realtime-js');
  const client = new RealtimeClient(url, {
    transport,
    params: { apikey: 'a-key' },
    reconnectAfterMs: phoenixReconnectAfterMs(DELAYS),
  });
  client.connect();
  return { connection: observePhoenix(client), end: () => client.disconnect() };
}

export async function socketIo(transport: typeof WebSocket): Promise<Live> {
  const host = 'socket-io.example';
  const leave = reachPage(host, transport);
  const { io } = await import('socket.io-client');
  const socket = io(`wss://${host}`, {
    transports: ['websocket'],
    reconnectionDelay: 2_000,
    reconnectionDelayMax: 5_000,
  });
  return {
    connection: observeSocketIo(socket),
    end: () => {
      socket.disconnect();
      leave();
    },
  };
}

export async function graphqlWs(webSocketImpl: typeof WebSocket): Promise<Live> {
  const { createClient } = await import('graphql-ws');
  const client = createClient({
    url,
    webSocketImpl,
    lazy: false,
    shouldRetry: () => true,
    retryAttempts: Infinity,
    retryWait: graphqlWsRetry(DELAYS),
    onNonLazyError: () => {},
  });
  return { connection: observeGraphqlWs(client), end: () => client.dispose() };
}

export async function signalR(transport: typeof WebSocket): Promise<Live> {
  const host = 'signalr.example';
  const leave = reachPage(host, transport);
  const { HttpTransportType, HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
  const hub = new HubConnectionBuilder()
    .withUrl(`https://${host}/hub`, {
      skipNegotiation: true,
      transport: HttpTransportType.WebSockets,
    })
    .withAutomaticReconnect(signalRRetryPolicy(DELAYS))
    .configureLogging(LogLevel.None)
    .build();
  const connection = observeSignalR(hub);
  void hub.start();
  return { connection, end: () => hub.stop().finally(leave) };
}

export async function pusher(transport: typeof WebSocket): Promise<Live> {
  const host = 'pusher.example';
  const leave = reachPage(host, transport);
  const { default: Pusher } = await import('pusher-js');
  const client = new Pusher('a-key', {
    cluster: 'eu',
    wsHost: host,
    enabledTransports: ['ws'],
    disableStats: true,
  });
  return {
    connection: observePusher(client),
    end: () => {
      client.disconnect();
      leave();
    },
  };
}

export async function centrifuge(websocket: typeof WebSocket): Promise<Live> {
  const { Centrifuge } = await import('centrifuge');
  const client = new Centrifuge(url, { websocket, minReconnectDelay: 2_000, maxReconnectDelay: 5_000 });
  client.connect();
  return { connection: observeCentrifuge(client), end: () => client.disconnect() };
}

export async function mqtt(PageSocket: typeof WebSocket): Promise<Live> {
  const { default: mqttJs } = await import('mqtt');
  const client = mqttJs.connect(url, {
    createWebsocket: (address, protocols) => new PageSocket(address, protocols),
    reconnectPeriod: 2_000,
  });
  // Its emitter throws an error that is not listened to.
  client.on('error', () => {});
  return { connection: observeMqtt(client), end: () => client.endAsync(true) };
}
