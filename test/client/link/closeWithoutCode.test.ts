import { expect, it } from 'vitest';
import { createHeartbeatSocket } from '../../../src/client/createHeartbeatSocket.js';
import { sleep, waitFor } from '../../support/waitFor.js';

/** As React Native has it: its close event has a code only if the other side sent one, and no `wasClean`. */
class BrokenSoon extends EventTarget {
  readonly readyState = 0;
  readonly bufferedAmount = 0;
  binaryType = 'blob';
  constructor() {
    super();
    void this.live();
  }
  async live(): Promise<void> {
    for (const event of [new Event('open'), new MessageEvent('message', { data: 'hello' }), new Event('close')]) {
      await sleep(5);
      this.dispatchEvent(event);
    }
  }
  send(): void {}
  close(): void {}
}

it('is an unclean 1006', async () => {
  const socket = createHeartbeatSocket('ws://localhost/', { WebSocket: BrokenSoon, reconnect: false });
  socket.connect();
  await waitFor('the close', () => socket.store.getState().lastClose !== null);
  expect(socket.store.getState().lastClose).toMatchObject({ code: 1006, wasClean: false });
  socket.destroy();
});
