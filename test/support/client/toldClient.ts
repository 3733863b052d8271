// A client as a process of its own, which a test can stop and let go on. Every line that it prints is a record, as JSON, with
// the time on the clock that all processes of a machine share, and how late this one's timers were since it went on.
import { WebSocket } from 'ws';
import { createHeartbeatSocket } from '../../../src/client/index.js';
import type { ToldRecord } from './toldRecord.js';

const LOOK_MS = 20;
/** A timer that is this late was held back with the whole process. */
const STOPPED_MS = 5_000;

const now = (): number => Number(process.hrtime.bigint()) / 1e6;
let lookedAt = now();
let lateMs = 0;
setInterval(() => {
  const late = now() - lookedAt - LOOK_MS;
  lateMs = late > STOPPED_MS ? 0 : Math.max(lateMs, late);
  lookedAt = now();
}, LOOK_MS);

const [url = '', options = '{}'] = process.argv.slice(2);
const socket = createHeartbeatSocket(url, { WebSocket, ...(JSON.parse(options) as object) });
socket.onEvent(({ kind }) => {
  const { smoothedMs = 0, jitterMs = 0 } = socket.store.getState().latency ?? {};
  const told: ToldRecord = { kind, at: now(), lateMs, pongMs: smoothedMs + 4 * jitterMs };
  console.log(JSON.stringify(told));
});
socket.connect();
