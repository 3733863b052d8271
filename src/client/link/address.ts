import { guard, isThenable } from '../../protocol/listeners.js';
import type { AttemptContext, SocketProtocols, SocketUrl } from '../url.js';

/** Where to dial. Functions are asked anew for every attempt. */
export interface AddressConfig {
  readonly url: SocketUrl;
  readonly protocols: () => SocketProtocols | undefined;
}

/** @param isFixed no function gave the address, so that of the next attempt is the same */
export type Dial = (url: string | URL | null, protocols: string | string[] | undefined, isFixed: boolean) => void;

/** Asks for the address of an attempt, and calls one of the two: now, or when a function of the app's has answered. */
export function askAddress(
  config: AddressConfig,
  context: AttemptContext,
  dial: Dial,
  failed: (error: unknown) => void,
): void {
  try {
    const { url } = config;
    const protocols = config.protocols();
    const to = typeof url === 'function' ? url(context) : url;
    // If the protocols throw, nothing else hears that the URL is rejected.
    guard(
      () => {},
      () => to,
    );
    const by = typeof protocols === 'function' ? protocols(context) : protocols;
    if (!isThenable(to) && !isThenable(by)) dial(to, by, to === url && by === protocols);
    else Promise.all([to, by]).then((answers) => dial(...answers, false), failed);
  } catch (error) {
    failed(error);
  }
}
