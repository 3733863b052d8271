// A server in a process of its own: answers pings, and to `go <count>` sends that many messages as fast as they are taken.
import { WebSocketServer } from 'ws';
import { MESSAGE } from './listenerAlone.mjs';

const BURST = 500;

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('listening', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());

server.on('connection', (socket) => {
  const flood = (left) => {
    if (left <= 0 || socket.readyState !== socket.OPEN) return;
    const count = Math.min(left, BURST);
    for (let sent = 1; sent < count; sent++) socket.send(MESSAGE);
    // The next burst when this one has left: a queue that grows would be measured instead.
    socket.send(MESSAGE, () => flood(left - count));
  };
  socket.on('message', (data) => {
    const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';
    if (text.startsWith('go ')) flood(Number(text.slice(3)));
    else if (text.includes('ping')) socket.send(text.replace('ping', 'pong'));
  });
});
