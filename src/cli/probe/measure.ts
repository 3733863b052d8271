import { explainClose, ProbeFailure } from './failure.js';
import type { Findings, Limit } from './findings.js';
import { greet } from './greeting.js';
import { openLine, type Line, type LineEnd, type LineOptions } from './line.js';
import { pingAgain } from './pinging.js';
import type { ProbeOptions } from './probeOptions.js';
import { judge, judgeAlone, toLimit } from './verdict.js';
import { upTo } from './waits.js';

/** Under this subprotocol a heartbeat gateway keeps silent. */
const PROBE_PROTOCOL = 'heartbeat.probe';
/** Makes it speak, in control frames. */
const SPEAK = 'speak';
/** Silent connections begin this far apart, so that one event cannot look like a limit. */
const APART_MS = 700;
/** How much longer than the limit a connection must live for the limit not to hold. */
const WATCH_FACTOR = 1.2;
const WATCH_MORE_MS = 1_500;
const BEATS_PER_LIMIT = 5;
const MIN_BEAT_MS = 200;

const SEEN_ONCE = 'The age was seen on one connection only; it may be chance.';

/** Is told what goes on. */
export type Tell = (what: string) => void;

/** Opens connections and waits for their ends. @throws ProbeFailure (as a rejection) */
export async function measure(options: ProbeOptions, stop: AbortSignal, tell: Tell): Promise<Findings> {
  const lines: Line[] = [];
  const open = async (more: Partial<LineOptions> = {}): Promise<Line> => {
    const line = await openLine({ ...options, isPolite: true, ...more });
    lines.push(line);
    return line;
  };
  try {
    return await run(options, open, stop, tell);
  } finally {
    for (const line of lines) line.drop();
  }
}

type Open = (more?: Partial<LineOptions>) => Promise<Line>;

async function run(options: ProbeOptions, open: Open, stop: AbortSignal, tell: Tell): Promise<Findings> {
  const greeted = await greet(await open(), new URL(options.url), options.timeoutMs, stop);
  tell(greeted.isGateway ? 'a heartbeat gateway answers' : 'a WebSocket server answers');
  const busy = await open();
  const pings = pingAgain(busy);
  const silent = await openSilent(open, greeted.isGateway);
  const server = greeted.isGateway ? (silent.isQuiet ? 'heartbeat-gateway' : 'older-heartbeat-gateway') : 'other';
  tell(`silent for up to ${options.maxIdleMs / 1_000} s`);

  const { first } = silent;
  await upTo(APART_MS, stop);
  const second = await silent.more();
  await upTo(options.maxIdleMs, stop, Promise.all([first.ended, second.ended]));
  // The busy connection tells silence from age: is it cut as well, at the same age?
  if (first.end && second.end && busy.end === null) await upTo(APART_MS, stop, busy.ended);
  throwIfFailed([first, second, busy], options.url);
  const verdict = judge([first.end, second.end], busy.end);
  const triedMs = Math.round(performance.now() - second.openedAt);
  if (verdict.idle) tell(`silent connections end after ${verdict.idle.afterMs / 1_000} s; trying each direction`);

  const { clientSpoke, serverSpoke } = await tryAlone(verdict.idle, open, silent.isQuiet, stop);
  const alone = judgeAlone(clientSpoke, serverSpoke, busy.end);
  const doubt = verdict.doubt ?? alone.doubt;
  const age = await watchAge(options, busy, verdict.age, stop);
  const isAgeSeenOnce = doubt === null && age.limit !== null && verdict.age === null;
  const spokenMs = [first, second].flatMap(gaps);
  return {
    url: options.url,
    server,
    handshakeMs: Math.round(busy.tookMs),
    rttMs: pings.summary(),
    controlPing: pings.summary() ? 'answered' : 'unanswered',
    textPing: greeted.textPing,
    serverSpeaksEveryMs: spokenMs.length === 0 ? null : Math.round(Math.max(...spokenMs)),
    idle: { triedMs, both: verdict.idle, serverSilent: alone.serverSilent, clientSilent: alone.clientSilent },
    age: doubt === null ? age : { ...age, limit: null },
    doubts: [doubt, isAgeSeenOnce ? SEEN_ONCE : null].filter((one) => one !== null),
    isPartial: stop.aborted,
  };
}

/** The times between frames that the server sends by itself, from the opening on. */
const gaps = ({ openedAt, heardAt }: Line): number[] =>
  heardAt.map((at, index) => at - (heardAt[index - 1] ?? openedAt)).filter((ms) => ms > MIN_BEAT_MS);

function throwIfFailed(lines: readonly Line[], url: string): void {
  for (const { end } of lines) if (end?.failure) throw end.failure;
  const [{ end } = { end: null }] = lines;
  if (lines.every((line) => line.end && line.end.ageMs < APART_MS) && end)
    throw explainClose(new URL(url), end.code, end.reason);
}

/** Opens silent connections; a gateway of ours is asked to keep silent as well, and an older one cannot. */
async function openSilent(open: Open, isGateway: boolean) {
  const quietly = () => open({ protocols: [PROBE_PROTOCOL], isPolite: false });
  const plainly = () => open({ isPolite: false });
  if (!isGateway) return { isQuiet: false, first: await plainly(), more: plainly };
  try {
    return { isQuiet: true, first: await quietly(), more: quietly };
  } catch (error) {
    if (!(error instanceof ProbeFailure) || error.kind !== 'no WebSocket') throw error;
    return { isQuiet: false, first: await plainly(), more: plainly };
  }
}

/** Whether frames of one side alone keep a connection open. */
async function tryAlone(limit: Limit | null, open: Open, canAsk: boolean, stop: AbortSignal) {
  if (limit === null || stop.aborted) return { clientSpoke: undefined, serverSpoke: undefined };
  const watch = async (speak: (line: Line) => void): Promise<LineEnd | null | undefined> => {
    const line = await open({ isPolite: false, ...(canAsk && { protocols: [PROBE_PROTOCOL] }) });
    speak(line);
    await upTo(limit.afterMs * WATCH_FACTOR + WATCH_MORE_MS, stop, line.ended);
    return line.end ?? (stop.aborted ? undefined : null);
  };
  const beatAgain = (line: Line): void => {
    const timer = setInterval(() => line.beat(), Math.max(MIN_BEAT_MS, limit.afterMs / BEATS_PER_LIMIT));
    void line.ended.then(() => clearInterval(timer));
  };
  const [clientSpoke, serverSpoke] = await Promise.all([
    watch(beatAgain),
    canAsk ? watch((line) => line.send(SPEAK)) : undefined,
  ]);
  return { clientSpoke, serverSpoke };
}

/** How old a busy connection gets: as old as the rest takes, or as was asked for. */
async function watchAge({ maxAgeMs }: ProbeOptions, busy: Line, age: Limit | null, stop: AbortSignal) {
  if (busy.end === null) await upTo(busy.openedAt + maxAgeMs - performance.now(), stop, busy.ended);
  const triedMs = Math.round((busy.end?.at ?? performance.now()) - busy.openedAt);
  const found = age ?? (busy.end && toLimit(busy.end, busy.end.ageMs));
  return { triedMs, limit: found };
}
