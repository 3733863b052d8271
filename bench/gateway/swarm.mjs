// Ten thousand clients in a process of their own: bare TCP, so that they cost little beside the server under test.
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

const DIALING = 128;
const MASK_BIT = 0x80;
const TEXT = 0x81;
const CONTROL_PING = 0x89;
const CONTROL_PONG = 0x8a;
const BIN_MS = 100;

/** A client's frame: masked with zeros, which is a valid mask. */
function frame(opcode, text = '') {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([opcode, MASK_BIT | payload.length, 0, 0, 0, 0]), payload]);
}
const PING = frame(TEXT, '{"type":"ping"}');
const PONG = frame(TEXT, '{"type":"pong"}');
const ENGINE_PONG = frame(TEXT, '3');
const BROWSER_PONG = frame(CONTROL_PONG);

const lag = monitorEventLoopDelay({ resolution: 10 });
lag.enable();
const clients = [];
const bins = new Map();
/** Heartbeats that the clients answered, and those they sent. */
const beats = { answered: 0, sent: 0 };

class Client {
  isFrozen = false;
  /** The first ping since it froze, and its end. */
  askedAt = null;
  closedAt = null;
  isOpen = false;
  #rest = Buffer.alloc(0);

  dial(port, path) {
    return new Promise((resolve, reject) => {
      this.socket = connect(port, '127.0.0.1', () => {
        this.socket.setNoDelay(true);
        this.socket.write(
          `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
            `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
        );
      });
      this.socket.on('error', reject);
      this.socket.on('close', () => {
        this.isOpen = false;
        this.closedAt = performance.now();
        clearInterval(this.timer);
      });
      this.socket.on('data', (data) => {
        let rest = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
        if (!this.isOpen) {
          const end = rest.indexOf('\r\n\r\n');
          if (end < 0) return void (this.#rest = rest);
          if (!rest.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) return reject(new Error(rest.toString()));
          this.isOpen = true;
          rest = rest.subarray(end + 4);
          resolve();
        }
        this.#rest = this.#read(rest);
      });
    });
  }

  #read(data) {
    let rest = data;
    while (rest.length >= 2) {
      const isLong = rest[1] === 126;
      if (isLong && rest.length < 4) break;
      const start = isLong ? 4 : 2;
      const end = start + (isLong ? rest.readUInt16BE(2) : rest[1]);
      if (rest.length < end) break;
      this.#take(rest[0], rest.subarray(start, end));
      rest = rest.subarray(end);
    }
    return rest;
  }

  #take(opcode, payload) {
    const pong = pongFor(opcode, payload);
    if (!pong) return;
    const bin = Math.floor(performance.now() / BIN_MS);
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
    if (this.isFrozen) this.askedAt ??= performance.now();
    else {
      beats.answered += 1;
      this.socket.write(pong);
    }
  }
}

function pongFor(opcode, payload) {
  if (opcode === CONTROL_PING) return BROWSER_PONG;
  if (opcode !== TEXT) return null;
  if (payload.length === 1 && payload[0] === 0x32) return ENGINE_PONG;
  return payload.length === 15 && payload.toString('latin1') === '{"type":"ping"}' ? PONG : null;
}

const actions = {
  async dial({ port, path, count }) {
    let next = 0;
    const dialOn = async () => {
      while (next < count) {
        next += 1;
        const client = new Client();
        clients.push(client);
        await client.dial(port, path);
      }
    };
    await Promise.all(Array.from({ length: DIALING }, dialOn));
  },
  /** From now on the clients ping by themselves, as browsers do. */
  beat({ intervalMs }) {
    for (const client of clients) {
      setTimeout(() => {
        client.timer = setInterval(() => {
          beats.sent += 1;
          client.socket.write(PING);
        }, intervalMs);
      }, Math.random() * intervalMs);
    }
  },
  beats: () => ({ ...beats }),
  clearBins() {
    bins.clear();
    lag.reset();
  },
  /** The busiest bins' count, and the mean over all from the first to the last. */
  bins() {
    const last = Math.max(...bins.keys());
    const first = Math.min(...bins.keys());
    const counts = [...bins].filter(([bin]) => bin !== first && bin !== last).map(([, count]) => count);
    return {
      busiest: Math.max(...counts),
      total: counts.reduce((sum, count) => sum + count, 0),
      lagMaxMs: lag.max / 1e6,
    };
  },
  freeze({ count }) {
    for (let index = 0; index < count; index += 1) clients[index * Math.floor(clients.length / count)].isFrozen = true;
  },
  ends() {
    const frozen = clients.filter((client) => client.isFrozen);
    return {
      open: clients.filter(({ isOpen }) => isOpen).length,
      lostAwake: clients.filter(({ isOpen, isFrozen }) => !isOpen && !isFrozen).length,
      frozen: frozen.map(({ askedAt, closedAt }) => (closedAt === null ? null : closedAt - askedAt)),
    };
  },
};

async function answer({ id, ask, ...argument }) {
  try {
    process.send({ id, answer: (await actions[ask](argument)) ?? {} });
  } catch (error) {
    process.send({ id, error: String(error) });
  }
}
process.on('message', (message) => void answer(message));
process.on('disconnect', () => process.exit(0));
