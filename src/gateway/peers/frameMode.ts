import type { IncomingMessage } from 'node:http';
import { HeartbeatOptionError } from '../../protocol/options/optionError.js';

/** `'json'`: heartbeats are messages of ours. `'control'`: control pings only, which every WebSocket library answers. */
export type FrameMode = 'json' | 'control';

/** Decides by the request, which is null for a socket older than the gateway, and the subprotocol, '' without one. */
export type ChooseFrames = (request: IncomingMessage | null, protocol: string) => FrameMode;

/** Other protocols (graphql-transport-ws, MQTT) close a connection for a message that is none of theirs. */
const bySubprotocol: ChooseFrames = (_request, protocol) => (protocol === '' ? 'json' : 'control');

/** @throws HeartbeatOptionError for anything that is neither a mode nor a function. */
export function resolveFrames(frames: FrameMode | ChooseFrames = bySubprotocol): ChooseFrames {
  if (typeof frames === 'function') return frames;
  if (frames === 'json' || frames === 'control') return () => frames;
  throw new HeartbeatOptionError('frames', "'json', 'control' or a function", frames);
}
