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
    // The pong of graphql-ws has the payload of its ping, and other servers may count on it.
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
