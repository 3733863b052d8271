// `npm run bench:messages`: what receiving an application message costs through createHeartbeatSocket, against the bare
// WebSocket of the same platform: `ws` in Node, and the browser's own in Chromium. Loopback, the server in a process of
// its own. Exits 1 when ours takes over 1.05 × the processor time, or allocates over 10 bytes a message more.
//
// A busy machine moves the processor time of both by more than that. So the listeners are also measured alone, in short
// rounds of which the quickest count, and what ours takes more is set against the whole message: that is held too.
import { fork } from 'node:child_process';
import { measureInNode } from './support/messagesInNode.mjs';
import { measureInPage } from './support/messagesInPage.mjs';

const ROUNDS = 11;
const MOST_RATIO = 1.05;
const MOST_BYTES = 10;

const server = fork(new URL('support/messageServer.mjs', import.meta.url));
const port = await new Promise((resolve) => server.once('message', resolve));
const url = `ws://127.0.0.1:${port}/`;

let hasFailed = false;
const aim = (isMet) => {
  if (!isMet) hasFailed = true;
  return isMet ? 'held' : 'NOT held';
};
const row = (name, { raw, ours, ratio, difference }, verdict) =>
  console.log(
    `  ${name.padEnd(26)}${raw.toFixed(0).padStart(8)}${ours.toFixed(0).padStart(8)}` +
      `${ratio.toFixed(3).padStart(9)}${difference.toFixed(1).padStart(10)}   ${verdict}`,
  );

try {
  console.log(`medians of ${ROUNDS} interleaved rounds, per message`.padEnd(28));
  for (const [place, measure] of [
    ['Node, ws', measureInNode],
    ['Chromium', measureInPage],
  ]) {
    const { wallNs, cpuNs, bytes, listenerNs } = await measure(url, ROUNDS);
    const difference = listenerNs.ours - listenerNs.raw;
    const alone = { ...listenerNs, difference, ratio: 1 + difference / cpuNs.raw };
    console.log(`${place.padEnd(28)}     raw    ours    ratio     more`);
    row('processor time, ns', cpuNs, aim(cpuNs.ratio <= MOST_RATIO));
    row('listener alone, ns', alone, aim(alone.ratio <= MOST_RATIO));
    row('wall time, ns', wallNs, 'for information');
    row('heap, bytes', bytes, aim(bytes.difference <= MOST_BYTES));
  }
} finally {
  server.disconnect();
}
process.exitCode = hasFailed ? 1 : 0;
