'use client';
import { useEffect, useRef, useState } from 'react';
import type { HeartbeatSocket } from '../../client/heartbeatSocket.js';
import type { SocketOptions } from '../../client/options.js';
import type { SocketUrl } from '../../client/url.js';
import { createOwnedSocket, type OwnedSocket } from './ownedSocket.js';
import { shareSocket } from './sharedSockets.js';

/** A socket that lives as long as the component, and is made anew when the URL names another connection. */
export function useOwnedSocket(url: SocketUrl, options: SocketOptions, share = false): HeartbeatSocket {
  const make = (): OwnedSocket => (share ? shareSocket(url, options) : createOwnedSocket(url, options));
  const [owned, setOwned] = useState(make);
  let current = owned;
  if (!owned.isFor(url)) {
    // React's way to derive state: this render is done again at once. A socket that was never connected holds nothing.
    current = make();
    setOwned(current);
  }
  const applied = useRef(options);
  // The options are compared once, when the component joins.
  useEffect(() => current.acquire(applied.current), [current]);
  useEffect(() => {
    current.update(url, options, applied.current);
    applied.current = options;
  });
  return current.socket;
}
