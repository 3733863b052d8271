#!/usr/bin/env node
import { run } from '../dist/cli/index.js';

const stop = new AbortController();
// Once: a second Ctrl-C ends the process as usual.
process.once('SIGINT', () => stop.abort());
process.exitCode = await run(process.argv.slice(2), {
  print: (text) => process.stdout.write(text),
  tell: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
  stop: stop.signal,
});
