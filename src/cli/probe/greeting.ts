import { explainClose } from './failure.js';
import type { Findings } from './findings.js';
import type { Line, LineEnd } from './line.js';
import { upTo } from './waits.js';

/** How long a welcome may take after the upgrade, beside the round trip. */
const WELCOME_MS = 500;
const LOOK_EVERY_MS = 20;
const MAX_ANSWER_MS = 3_000;
const PING = '{"type":"ping","id":1}';

/** What the first connection tells of the server. */
export interface Greeting {
  readonly isGateway: boolean;
  readonly textPing: Findings['textPing'];
}

/** Waits for a welcome, and tries a ping as text. @throws ProbeFailure (as a rejection) when the server only closes. */
export async function greet(line: Line, url: URL, timeoutMs: number, stop: AbortSignal): Promise<Greeting> {
  const isGateway = await said(line, isWelcome, WELCOME_MS + line.tookMs, stop);
  if (line.end) throw line.end.failure ?? explainClose(url, line.end.code, line.end.reason);
  line.send(PING);
  const isAnswered = await said(line, isPong, Math.min(timeoutMs, MAX_ANSWER_MS), stop);
  const end = endOf(line);
  if (end?.failure) throw end.failure;
  line.drop();
  return { isGateway, textPing: isAnswered ? 'answered' : end ? 'closed' : 'unanswered' };
}

/** For the compiler, which takes it for what it was before the wait. */
const endOf = (line: Line): LineEnd | null => line.end;

const typeOf = (text: string): unknown => {
  try {
    return (JSON.parse(text) as { type?: unknown } | null)?.type;
  } catch {
    return undefined;
  }
};
const isWelcome = (text: string): boolean => typeOf(text) === 'heartbeat.welcome';
const isPong = (text: string): boolean => typeOf(text) === 'pong';

async function said(line: Line, is: (text: string) => boolean, withinMs: number, stop: AbortSignal): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (!line.messages.some(is) && line.end === null && !stop.aborted && performance.now() < until)
    await upTo(LOOK_EVERY_MS, stop, line.ended);
  return line.messages.some(is);
}
