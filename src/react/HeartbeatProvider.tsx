'use client';
import type { ReactNode } from 'react';
import type { SocketOptions } from '../client/options.js';
import type { SocketUrl } from '../client/url.js';
import type { ConnectionSource } from '../client/heartbeatSocket.js';
import { HeartbeatContext } from './context.js';
import { useOwnedSocket } from './owned/useOwnedSocket.js';

/** A provider either owns its connection (`url`, `options`) or passes on one that other code owns (`socket`). */
export type HeartbeatProviderProps =
  | {
      readonly url: SocketUrl;
      readonly options?: SocketOptions | undefined;
      readonly socket?: undefined;
      readonly children?: ReactNode;
    }
  | {
      readonly socket: ConnectionSource;
      readonly url?: undefined;
      readonly options?: undefined;
      readonly children?: ReactNode;
    };

/**
 * Shares one connection with the hooks and components below it.
 * @example <HeartbeatProvider url="/ws"><ConnectionBanner /><App /></HeartbeatProvider>
 */
export function HeartbeatProvider({ url, options, socket, children }: HeartbeatProviderProps): ReactNode {
  return socket ? (
    <HeartbeatContext.Provider value={socket}>{children}</HeartbeatContext.Provider>
  ) : (
    <OwningProvider url={url} options={options ?? NO_OPTIONS}>
      {children}
    </OwningProvider>
  );
}

const NO_OPTIONS: SocketOptions = {};

function OwningProvider(props: { url: SocketUrl; options: SocketOptions; children: ReactNode }): ReactNode {
  const socket = useOwnedSocket(props.url, props.options);
  return <HeartbeatContext.Provider value={socket}>{props.children}</HeartbeatContext.Provider>;
}
