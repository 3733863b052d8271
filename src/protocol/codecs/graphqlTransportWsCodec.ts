import type { Classified, Codec } from '../codec.js';
import { MESSAGE, readFields } from '../frameFields.js';
import { encodePing } from '../frames.js';

/**
 * Heartbeats of the GraphQL over WebSocket protocol (subprotocol `graphql-transport-ws`), which either side may send at any
 * time. `connection_init` and everything after it are the application's.
 */
export const graphqlTransportWsCodec = (): Codec => ({
  name: 'graphql-transport-ws',
  protocols: ['graphql-transport-ws'],
  initiator: 'both',
  start: () => ({
    classify,
    ping: () => encodePing(),
    // In graphql-ws, a pong has the payload of its ping, and other servers may rely on that.
    pong: ({ payload }) => JSON.stringify({ type: 'pong', payload }),
  }),
});

function classify(data: unknown): Classified {
  const fields = readFields(data);
  switch (fields?.['type']) {
    case 'ping':
      return { kind: 'ping', payload: fields['payload'] };
    case 'pong':
      return { kind: 'pong' };
    default:
      return MESSAGE;
  }
}
