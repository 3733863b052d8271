// The application: a chat for each tab, the same for both of its sockets. It knows nothing of heartbeats.
const MAX_ROOMS = 200;
const MAX_MESSAGES = 100;
const MAX_TEXT = 1_000;

/** @param seed the messages of a new room */
export function createRooms(seed) {
  const rooms = new Map();
  return (id) => {
    const room = rooms.get(id) ?? createRoom(seed());
    rooms.set(id, room);
    if (rooms.size > MAX_ROOMS) rooms.delete(rooms.keys().next().value);
    return room;
  };
}

function createRoom(messages) {
  const members = new Set();
  const tell = (news) => {
    for (const socket of members) socket.send(JSON.stringify(news));
  };

  function add(message) {
    messages.push(message);
    if (messages.length > MAX_MESSAGES) messages.shift();
    tell({ type: 'chat.said', message });
  }

  /** A message comes through both sockets of a tab, and may come twice through one: the same id is the same message. */
  function take({ id, text }, via, onBoth) {
    const known = messages.find((message) => message.id === id);
    if (!known) {
      add({ id, name: 'You', text, at: Date.now(), via: [via] });
    } else if (!known.via.includes(via)) {
      known.via.push(via);
      tell({ type: 'chat.also', id, via });
      onBoth();
    }
  }

  return {
    /** `onBoth` is called for each message that has come through both sockets. */
    join(socket, via, onBoth) {
      members.add(socket);
      socket.on('close', () => members.delete(socket));
      socket.send(JSON.stringify({ type: 'chat.history', messages }));
      socket.on('message', (data) => {
        const said = parseSaid(String(data));
        if (said) take(said, via, onBoth);
      });
    },
    /** A colleague says something. */
    say: (name, text) => add({ id: crypto.randomUUID(), name, text, at: Date.now(), via: [] }),
  };
}

const isText = (value, max) => typeof value === 'string' && value.trim() !== '' && value.length <= max;

/** Reads a message of a page; null for anything else. */
function parseSaid(text) {
  try {
    const { type, id, text: words } = JSON.parse(text) ?? {};
    return type === 'chat.say' && isText(id, 64) && isText(words, MAX_TEXT) ? { id, text: words.trim() } : null;
  } catch {
    return null;
  }
}
