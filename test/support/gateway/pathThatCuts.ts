import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createHeartbeatSocket } from '../../../src/client/createHeartbeatSocket.js';
import type { HeartbeatSocket } from '../../../src/client/heartbeatSocket.js';
import { sendRecords } from '../../../src/client/optional/sendRecords.js';
import type { HeartbeatGateway } from '../../../src/gateway/index.js';
import { waitFor } from '../waitFor.js';
import type { ManualGatewayClock } from './gatewayClock.js';

/** One person, behind an address. */
interface Person {
  readonly socket: HeartbeatSocket;
  /** The connection of now, as the path sees it, and when a frame last went over it. */
  readonly path: { connection: WebSocket | null; lastAt: number };
}

const STEP_MS = 5_000;
const TICK_MS = 100;
const ARRIVAL_MS = 60_000;

interface PathWorld {
  readonly clock: ManualGatewayClock;
  readonly gateway: HeartbeatGateway;
  readonly url: string;
  /** The address of each person. The gateway has to trust the header. */
  readonly addresses: readonly string[];
  /** After this silence the path cuts the connections of those to whom `isCut` applies. Milliseconds. */
  readonly cutAfterMs: number;
  readonly isCut: (address: string) => boolean;
}

/** Real clients on real sockets, on the gateway's scripted clock. At first the path cuts none of them. */
export function startPeople({ clock, gateway, url, addresses, cutAfterMs, isCut }: PathWorld) {
  let cutsSince = Infinity;
  const people = addresses.map((address, index): Person => {
    const path: Person['path'] = { connection: null, lastAt: 0 };
    const note = (): void => void (path.lastAt = clock.now());
    class PathSocket extends WebSocket {
      constructor(to: string | URL, protocols?: string | string[]) {
        super(to, protocols, { headers: { 'X-Forwarded-For': address } });
        path.connection = this;
        this.on('open', note);
        this.on('message', note);
        this.on('ping', note);
      }
      override send(...given: unknown[]): void {
        note();
        super.send(...(given as [string]));
      }
    }
    const socket = createHeartbeatSocket(url, { WebSocket: PathSocket, clock, telemetry: sendRecords() });
    onTestFinished(() => socket.destroy());
    // One after the other, as people come, so that their beats are spread and the cuts as well.
    clock.setTimeout(() => socket.connect(), (index * ARRIVAL_MS) / addresses.length);
    return { socket, path };
  });
  const atRisk = people.filter((_, index) => isCut(addresses[index] ?? ''));
  const status = ({ socket }: Person): string => socket.store.getState().status;
  const openCount = (): number => people.filter(({ path }) => path.connection?.readyState === WebSocket.OPEN).length;
  /** Sockets are real: what was begun at this instant is finished before the clock goes on. */
  const settled = (): Promise<void> =>
    waitFor(
      'the sockets',
      () => people.every((person) => status(person) !== 'connecting') && gateway.peers.size === openCount(),
    );
  const dueAt = ({ path }: Person): number => {
    const at = path.lastAt + cutAfterMs;
    return path.connection?.readyState === WebSocket.OPEN && path.lastAt >= cutsSince ? at : Infinity;
  };
  const pass = async (ms: number, isEnough: () => boolean): Promise<void> => {
    const end = clock.now() + ms;
    await settled();
    while (clock.now() < end && !isEnough()) {
      const nextCut = Math.min(...atRisk.map(dueAt));
      // oxlint-disable-next-line no-await-in-loop -- the order is the point
      await clock.advance(Math.max(0, Math.min(STEP_MS, end - clock.now(), nextCut - clock.now())));
      for (const person of atRisk) if (dueAt(person) <= clock.now()) person.path.connection?.terminate();
      // oxlint-disable-next-line no-await-in-loop -- as above
      await settled();
    }
  };
  let turn = Promise.resolve();
  const inTurn = (ms: number, isEnough = (): boolean => false): Promise<void> =>
    (turn = turn.then(() => pass(ms, isEnough)));
  return {
    /** From now on a silence is cut. */
    beginToCut: (): void => void (cutsSince = clock.now()),
    /** Lets time pass, at most so much, until the condition is met. */
    run: inTurn,
    /** From now on time passes as it does: a gateway that is looked at needs its timers. */
    goLive(): void {
      let isOver = false;
      const tick = (): void => {
        if (!isOver) void inTurn(TICK_MS).then(() => setTimeout(tick, TICK_MS));
      };
      tick();
      onTestFinished(() => {
        isOver = true;
        return turn;
      });
    },
  };
}
