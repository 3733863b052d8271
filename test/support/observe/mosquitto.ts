import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../network/freePort.js';
import { waitFor } from '../waitFor.js';
import type { ObservedServer } from './observedWorld.js';

const MOSQUITTO = '/usr/sbin/mosquitto';

export const hasMosquitto = (): boolean => existsSync(MOSQUITTO);

/** Debian's mosquitto with a WebSockets listener on loopback. */
export async function startMosquitto(wanted: number): Promise<ObservedServer> {
  const port = wanted || (await freePort());
  const folder = await mkdtemp(join(tmpdir(), 'mosquitto-'));
  const config = join(folder, 'mosquitto.conf');
  // Version 2.0.11 does not start with a WebSockets listener alone.
  const plain = `listener 0 ${join(folder, 'mqtt.sock')}`;
  const listener = `listener ${port} 127.0.0.1\nprotocol websockets`;
  await writeFile(config, [plain, listener, 'allow_anonymous true', 'persistence false', 'user root', ''].join('\n'));
  const child = spawn(MOSQUITTO, ['-c', config], { stdio: 'ignore' });
  await waitFor('mosquitto to listen', () => isListening(port));
  return {
    port,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whether something accepts connections there. */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const answer = await Promise.race([
    once(socket, 'connect').then(() => true),
    new Promise<boolean>((resolve) => socket.on('error', () => resolve(false))),
  ]).catch(() => false);
  socket.destroy();
  return answer;
}
