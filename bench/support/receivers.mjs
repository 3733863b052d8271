// Runs in Node and in a page: the two ways of receiving that are held against each other.

/** The platform's WebSocket, with a listener that counts. */
export async function openRaw(url, WebSocket) {
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  let heard = () => {};
  socket.addEventListener('message', (event) => heard(event.data));
  return {
    send: (data) => socket.send(data),
    close: () => socket.close(),
    onMessage: (listener) => (heard = listener),
  };
}

/** Ours, with a listener that counts. */
export async function openOurs(url, WebSocket, createHeartbeatSocket) {
  const socket = createHeartbeatSocket(url, { WebSocket });
  const isOpen = new Promise((resolve) => {
    const stop = socket.onEvent(({ kind }) => {
      if (kind !== 'pong.received') return;
      stop();
      resolve();
    });
  });
  socket.connect();
  await isOpen;
  let heard = () => {};
  socket.onMessage((data) => heard(data));
  return {
    send: (data) => socket.send(data),
    close: () => socket.destroy(),
    onMessage: (listener) => (heard = listener),
  };
}

/** Asks for `count` messages; resolves when the last one is here. */
export function receive(connection, count) {
  return new Promise((resolve) => {
    let left = count;
    connection.onMessage(() => {
      left -= 1;
      if (left === 0) resolve();
    });
    connection.send(`go ${count}`);
  });
}
