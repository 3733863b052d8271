const routes = new Map<string, typeof WebSocket>();

/**
 * For clients that take the page's own `WebSocket`: those that dial this host reach the server in the page. A page of the
 * docs shows several clients at once, so each has a host of its own. Returns its undo.
 */
export function reachPage(host: string, server: typeof WebSocket): () => void {
  if (routes.size === 0) install();
  routes.set(host, server);
  return () => {
    if (routes.get(host) === server) routes.delete(host);
  };
}

let isInstalled = false;

function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  // Stays: a client may have kept the class when it was loaded. All other addresses reach the network as before.
  window.WebSocket = new Proxy(window.WebSocket, {
    construct: (Native, [url, protocols]: [string | URL, string | string[] | undefined]) => {
      const Routed = routes.get(new URL(url, location.href).hostname) ?? Native;
      return protocols === undefined ? new Routed(url) : new Routed(url, protocols);
    },
  });
}
