// The application: a chat of ordinary messages on the same socket. It knows nothing of heartbeats.
const MAX_HISTORY = 50;
const MAX_TEXT = 1_000;
const MAX_NAME = 40;

/** Makes a chat. Returns a listener for new connections. `gateway()` returns the gateway that runs now. */
export function createChat(gateway) {
  const history = [];
  const broadcast = (message) => gateway()?.broadcast(JSON.stringify(message));
  const tellPresence = () => broadcast({ type: 'chat.people', count: gateway()?.peers.size ?? 0 });

  return (socket) => {
    socket.send(JSON.stringify({ type: 'chat.history', messages: history }));
    tellPresence();
    socket.on('close', tellPresence);
    socket.on('message', (data) => {
      const said = parseSaid(String(data));
      // A page that does not know whether its message arrived sends it again: the same id is the same message.
      if (!said || history.some(({ id }) => id === said.id)) return;
      const message = { ...said, at: Date.now() };
      history.push(message);
      if (history.length > MAX_HISTORY) history.shift();
      broadcast({ type: 'chat.said', message });
    });
  };
}

const isText = (value, max) => typeof value === 'string' && value.trim() !== '' && value.length <= max;

/** Reads a message of a page; null for anything else. */
function parseSaid(text) {
  try {
    const { type, id, name, text: words } = JSON.parse(text) ?? {};
    if (type !== 'chat.say' || !isText(id, 64) || !isText(name, MAX_NAME) || !isText(words, MAX_TEXT)) return null;
    return { id, name: name.trim(), text: words.trim() };
  } catch {
    return null;
  }
}
