// Runs in Node and in a page: what a message costs in the listener, without a network, and so without its noise.
import { openOurs, openRaw } from './receivers.mjs';

const ROUNDS = 150;
/** Enough for clocks that tell a tenth of a millisecond, as a page's does. */
const COUNT = 10_000;

/** A WebSocket that is open at once, answers pings, and says what it is told to. */
class Loop extends EventTarget {
  static made;
  readyState = 0;
  bufferedAmount = 0;
  constructor() {
    super();
    Loop.made = this;
    setTimeout(() => {
      this.readyState = 1;
      this.dispatchEvent(new Event('open'));
    }, 0);
  }
  send(data) {
    if (data.includes('ping')) setTimeout(() => this.say(data.replace('ping', 'pong')), 0);
  }
  say(data) {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  close() {
    this.readyState = 3;
  }
}

/** What an application sends: too long for a small-string trick, and without our words in it. */
export const MESSAGE = JSON.stringify({
  kind: 'price',
  symbol: 'ACME',
  bid: 101.25,
  ask: 101.5,
  at: 1_700_000_000_000,
  book: 'L2',
});

/** Nanoseconds per message: of many short rounds, in turn, each side's quickest, in which nothing came between. */
export async function measureListener(createHeartbeatSocket) {
  const open = async (opened) => {
    const connection = await opened;
    const socket = Loop.made;
    let heard = 0;
    connection.onMessage((data) => (heard += data.length));
    return {
      close: () => connection.close(),
      round: () => {
        const before = performance.now();
        for (let said = 0; said < COUNT; said++) socket.say(MESSAGE);
        return ((performance.now() - before) * 1e6) / COUNT;
      },
      heard: () => heard,
    };
  };
  const raw = await open(openRaw('ws://loop/', Loop));
  const ours = await open(openOurs('ws://loop/', Loop, createHeartbeatSocket));
  const least = { raw: Infinity, ours: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    least.raw = Math.min(least.raw, raw.round());
    least.ours = Math.min(least.ours, ours.round());
    // Timers run, as they do in an app.
    if (round % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  if (raw.heard() !== ours.heard()) throw new Error('messages were lost');
  raw.close();
  ours.close();
  return least;
}
