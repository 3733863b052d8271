/**
 * Tells that the page's Content-Security-Policy forbids an address. The platform says so by an event alone: Chromium lets the
 * socket fail as if there were no server, Firefox and WebKit throw words that name no policy, and `fetch` rejects. The event
 * may come a task later than those.
 * @param ended ends it
 */
export function watchPolicy(address: string, ended: AbortSignal, forbidden: () => void): void {
  // In a worker, which has no document, the event is one of the global scope. Outside a browser there is no such event.
  const target: Partial<Document> = globalThis.document ?? globalThis;
  target.addEventListener?.(
    'securitypolicyviolation',
    // An engine may tell less of the address than all: its origin, or its scheme.
    ({ disposition, blockedURI }) => disposition === 'enforce' && address.startsWith(blockedURI) && forbidden(),
    { signal: ended },
  );
}
