/**
 * Close codes, each with its sender. What the client does about them is in `lossAction.ts`. Ranges follow the field
 * (Pusher, Centrifugo, Liveblocks): 40xx stop, 41xx sign in again, 42xx retry at once.
 *
 * These are constants of a module, so that a bundle has those it uses: `import * as closeCodes from './closeCodes.js'`.
 */

/** Either side: ended. From `disconnect()` it is final; from a gateway it is retried (long-lived servers rotate with it). */
export const normal = 1000;
/** Gateway: going away without a plan. */
export const goingAway = 1001;
/** Never sent; reported by a socket that ended without a closing handshake. */
export const abnormal = 1006;
/** Gateway: policy, here always the credentials. */
export const policy = 1008;
/** Gateway: a message over `maxPayload`. */
export const tooLarge = 1009;
/** Gateway: restart or drain; the reason may carry a window, as `heartbeat.reconnect` does. */
export const restart = 1012;
/** Gateway: overloaded, or this peer reads too slowly or floods it with pings. */
export const overloaded = 1013;
/** Either side: no proof of life within the timeout. */
export const heartbeatTimeout = 4201;
/** Gateway: nothing happened for longer than the gateway holds an idle connection. */
export const idle = 4202;
/** Client: the person, or the app, asked for a fresh connection. */
export const replaced = 4203;
/** Gateway: sign in again. */
export const unauthorized = 4401;
/** Gateway: refused for good. */
export const forbidden = 4403;
