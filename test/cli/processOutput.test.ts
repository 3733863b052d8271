import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { processOutput, type CommandProcess } from '../../src/cli/processOutput.js';

/** A process that notes how often it was told to exit. */
function fakeProcess() {
  const streams = { stdout: new EventEmitter(), stderr: new EventEmitter() };
  const exits: unknown[] = [];
  const process = Object.assign(new EventEmitter(), streams, { exit: (code?: number) => void exits.push(code) });
  return { process, exits, asGiven: process as unknown as CommandProcess };
}

it.each(['SIGINT', 'SIGTERM'])('stops the command at %s, and leaves a second signal to the process', (signal) => {
  const { process, asGiven } = fakeProcess();
  const { stop } = processOutput(asGiven);
  expect(stop.aborted).toBe(false);
  process.emit(signal);
  expect(stop.aborted).toBe(true);
  expect([process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')]).toEqual([0, 0]);
});

it.each(['stdout', 'stderr'] as const)('ends quietly when the reader of %s has left', (name) => {
  const { process, exits, asGiven } = fakeProcess();
  processOutput(asGiven);
  process[name].emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  expect(exits).toEqual([undefined]);
});

it('hides no other failure of its streams', () => {
  const { process, exits, asGiven } = fakeProcess();
  processOutput(asGiven);
  const failure = Object.assign(new Error('disk full'), { code: 'ENOSPC' });
  expect(() => process.stdout.emit('error', failure)).toThrow('disk full');
  expect(exits).toEqual([]);
});
