import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createHeartbeatSocket } from '../../../src/client/createHeartbeatSocket.js';
import type { HeartbeatSocket } from '../../../src/client/heartbeatSocket.js';
import { sleep, waitFor } from '../waitFor.js';

/** One client of ours, and what happened to it. */
export class CrowdClient {
  readonly socket: HeartbeatSocket;
  /** The versions of the settings that it was told, in order. */
  readonly versions: number[] = [];
  dials = 0;
  drops = 0;
  wasLost = false;

  constructor(url: string) {
    this.socket = createHeartbeatSocket(url, { WebSocket, log: { capacity: 20 } });
    this.socket.onEvent((record) => {
      if (record.kind === 'connect.started') this.dials += 1;
      if (record.kind === 'connection.closed') this.drops += 1;
    });
    this.socket.store.subscribe(({ lost, settings: { version } }) => {
      this.wasLost ||= lost;
      if (version > 0 && version !== this.versions.at(-1)) this.versions.push(version);
    });
    this.socket.connect();
  }

  get isOpen(): boolean {
    return this.socket.store.getState().status === 'open';
  }

  forget(): void {
    Object.assign(this, { dials: 0, drops: 0, wasLost: false });
  }
}

/** Connects many clients at a bearable rate; they are released after the test. */
export async function connectCrowd(url: string, count: number, perSecond = 250): Promise<CrowdClient[]> {
  const clients: CrowdClient[] = [];
  onTestFinished(() => clients.forEach(({ socket }) => socket.destroy()));
  while (clients.length < count) {
    const part = Math.min(count - clients.length, Math.ceil(perSecond / 5));
    for (let index = 0; index < part; index += 1) clients.push(new CrowdClient(url));
    // oxlint-disable-next-line no-await-in-loop -- the rate is the point
    await sleep(200);
  }
  await waitFor('all clients are connected', () => clients.every(({ isOpen }) => isOpen), 60_000);
  return clients;
}
