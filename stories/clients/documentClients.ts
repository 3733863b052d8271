// Clients that keep a document of Yjs the same for all.
import { observeHocuspocus, observeYWebsocket } from '../../src/observe/index.js';
import { url, type Live } from './live.js';

export async function yWebsocket(transport: typeof WebSocket): Promise<Live> {
  const [{ WebsocketProvider }, { Doc }] = await Promise.all([import('y-websocket'), import('yjs')]);
  const provider = new WebsocketProvider(url, 'room', new Doc(), { WebSocketPolyfill: transport, disableBc: true });
  return { connection: observeYWebsocket(provider), end: () => provider.destroy() };
}

export async function hocuspocus(WebSocketPolyfill: typeof WebSocket): Promise<Live> {
  const [{ HocuspocusProvider, HocuspocusProviderWebsocket }, { Doc }] = await Promise.all([
    import('@hocuspocus/provider'),
    import('yjs'),
  ]);
  const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill, delay: 2_000, maxDelay: 5_000 });
  const provider = new HocuspocusProvider({ websocketProvider, name: 'room', document: new Doc() });
  provider.attach();
  return {
    connection: observeHocuspocus(provider),
    end: () => {
      provider.destroy();
      websocketProvider.destroy();
    },
  };
}
