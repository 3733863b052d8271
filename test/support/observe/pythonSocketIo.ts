import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { waitFor } from '../waitFor.js';
import { freePort } from '../network/freePort.js';
import { isListening } from './mosquitto.js';
import type { ObservedServer } from './observedWorld.js';

const SERVER = `
import sys, socketio
from aiohttp import web
sio = socketio.AsyncServer(async_mode='aiohttp', cors_allowed_origins='*', ping_interval=1, ping_timeout=1)
app = web.Application()
sio.attach(app)
web.run_app(app, host='127.0.0.1', port=int(sys.argv[1]), print=None)
`;

export const hasPythonSocketIo = (): boolean => existsSync('/usr/lib/python3/dist-packages/socketio');

/** Debian's python3-socketio. */
export async function servePython(wanted: number): Promise<ObservedServer> {
  const port = wanted || (await freePort());
  const child = spawn('/usr/bin/python3', ['-c', SERVER, String(port)], { stdio: 'ignore' });
  await waitFor('python3-socketio to listen', () => isListening(port));
  return {
    port,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
