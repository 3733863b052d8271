/** What is said on connect, and what is answered: to a text, or to the bytes of a binary protocol. */
export type Speak = (say: (message: unknown) => void) => (text: string, bytes: Uint8Array) => void;

/** What speaks Phoenix channels. */
export const speakPhoenix: Speak = (say) => (text) => {
  const [joinRef, ref, topic] = JSON.parse(text) as [string | null, string, string];
  say([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }]);
};

/** What speaks Centrifugo's JSON protocol. */
export const speakCentrifuge: Speak = (say) => (text) => {
  for (const line of text.split('\n').filter(Boolean)) {
    const { id, connect } = JSON.parse(line) as { id?: number; connect?: object };
    if (connect) say({ id, connect: { client: 'a-client', version: '0.0.0' } });
  }
};

/** What speaks graphql-transport-ws, as far as it takes to be connected. */
export const speakGraphql: Speak = (say) => (text) => {
  const { type } = JSON.parse(text) as { type: string };
  if (type === 'connection_init') say({ type: 'connection_ack' });
  if (type === 'ping') say({ type: 'pong' });
};

/** What says nothing at all. */
export const speakNothing: Speak = () => () => {};

const END = '\u001E';

/** What speaks SignalR's hub protocol in JSON: the handshake, and a ping for each of the client's. */
export const speakSignalR: Speak = (say) => (text) =>
  say(text.includes('"protocol"') ? `{}${END}` : `{"type":6}${END}`);

/** What speaks Pusher's protocol 7: the greeting, and pongs. */
export const speakPusher: Speak = (say) => {
  const data = JSON.stringify({ socket_id: '1.2', activity_timeout: 120 });
  say({ event: 'pusher:connection_established', data });
  return (text) => {
    if ((JSON.parse(text) as { event: string }).event === 'pusher:ping') say({ event: 'pusher:pong', data: {} });
  };
};

/** What speaks Engine.IO 4 and Socket.IO 5, as far as it takes to be connected and to be pinged. */
export const speakSocketIo: Speak = (say) => {
  say(
    `0${JSON.stringify({ sid: 'engine', upgrades: [], pingInterval: 25_000, pingTimeout: 600_000, maxPayload: 1e6 })}`,
  );
  return (text) => {
    if (text.startsWith('40')) say(`40${JSON.stringify({ sid: 'socket' })}`);
  };
};

const bytesOf = (...bytes: readonly number[]): ArrayBuffer => new Uint8Array(bytes).buffer;

/** What speaks MQTT 3.1.1: CONNACK to CONNECT, and PINGRESP to PINGREQ. */
export const speakMqtt: Speak =
  (say) =>
  (_, [head = 0]) => {
    if (head >> 4 === 1) say(bytesOf(0x20, 2, 0, 0));
    if (head >> 4 === 12) say(bytesOf(0xd0, 0));
  };

const AUTH = 2;
const AUTHENTICATED = [AUTH, 2, 10, ...new TextEncoder().encode('read-write')];

/** What speaks Hocuspocus: every client is let in, and gets its own messages back. */
export const speakHocuspocus: Speak = (say) => (_, bytes) => {
  // The name of the document, behind its length, and the kind of message.
  const kindAt = 1 + (bytes[0] ?? 0);
  say(bytes[kindAt] === AUTH ? bytesOf(...bytes.subarray(0, kindAt), ...AUTHENTICATED) : bytesOf(...bytes));
};
