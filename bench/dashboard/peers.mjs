// In a process of its own: clients of a gateway that answer its pings, and of whom some come and go all the time.
import { WebSocket } from 'ws';

const [url, count, perSecond] = process.argv.slice(2);
const peers = new Set();

function join() {
  const socket = new WebSocket(url);
  peers.add(socket);
  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(data);
    if (frame.type === 'ping') socket.send(JSON.stringify({ ...frame, type: 'pong' }));
  });
  socket.on('error', () => {});
  socket.on('close', () => peers.delete(socket));
}

// By and by, as a burst of upgrades would be refused.
const fill = setInterval(() => {
  for (let step = 0; step < 40 && peers.size < count; step += 1) join();
  if (peers.size < count) return;
  clearInterval(fill);
  process.send?.('full');
  // One that leaves and one that comes are two events, or more.
  setInterval(
    () => {
      peers.values().next().value?.terminate();
      join();
    },
    2_000 / Number(perSecond),
  );
}, 100);
