// The path between one tab and the server. Both chats of the tab use it, and a button breaks it for real.
import { mute } from './mute.mjs';

const REFUSAL =
  'HTTP/1.1 503 Service Unavailable\r\nCache-Control: no-store\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** What happens to what is already connected, and what becomes of new dials until the path is whole again. */
const FAULTS = {
  silence: { links: 'mute', dials: 'hold' },
  offline: { links: 'mute', dials: 'hold' },
  cut: { links: 'reset', dials: 'pass' },
  refuse: { links: 'reset', dials: 'refuse' },
  exhaust: { links: 'reset', dials: 'reset' },
};

export function createPath() {
  const links = new Set();
  const dead = new Set();
  const held = new Set();
  let dials = 'pass';
  let healing;

  function heal() {
    clearTimeout(healing);
    dials = 'pass';
    // What waited on its way arrives now, as TCP sends it again.
    for (const pass of held) pass();
    held.clear();
  }

  function hold(tcp, pass) {
    held.add(pass);
    tcp.once('close', () => held.delete(pass));
  }

  return {
    /** There is something to break. */
    get isUsed() {
      return links.size > 0;
    },
    /** Breaks the path; it heals by itself after that time. */
    breakFor(fault, forMs) {
      heal();
      const { links: end, dials: next } = FAULTS[fault];
      for (const link of links) link[end]();
      dials = next;
      healing = setTimeout(heal, forMs).unref();
    },
    heal,
    /** An upgrade comes along the path. `pass` hands it to the server. */
    dial(tcp, pass) {
      if (dials === 'pass') return pass();
      tcp.on('error', () => {});
      if (dials === 'refuse') tcp.end(REFUSAL);
      else if (dials === 'reset') tcp.resetAndDestroy();
      else hold(tcp, pass);
    },
    /** A page asks why its dials fail: no more gets through than they did. */
    ask(request, response, pass) {
      if (dials === 'pass') return pass();
      if (dials === 'refuse') response.writeHead(503, { 'Cache-Control': 'no-store' }).end();
      else if (dials === 'reset') request.socket.resetAndDestroy();
      // Lost on its way. The client ends the question when a dial has come through.
    },
    /** A connection that was made along the path, until it ends. */
    carry(tcp) {
      const link = {
        mute() {
          links.delete(link);
          const end = mute(tcp);
          dead.add(end);
          tcp.once('close', () => dead.delete(end));
        },
        reset: () => tcp.resetAndDestroy(),
      };
      links.add(link);
      tcp.once('close', () => links.delete(link));
    },
    /** A server that ends would wait for connections that never hear of it. */
    endDead() {
      for (const end of dead) end();
    },
  };
}
