// Three colleagues who talk on the server, so that there is something to miss while the path is broken.
const MINUTE_MS = 60_000;

const BEFORE = [
  { minutesAgo: 2, name: 'Mara', text: 'v2.14 is on 20 % of the traffic.' },
  { minutesAgo: 2, name: 'Jonas', text: 'Error rate is flat. p95 even went down.' },
  { minutesAgo: 1, name: 'Priya', text: 'Checkout looks fine from here.' },
  { minutesAgo: 1, name: 'Mara', text: 'Then let’s give it two more minutes.' },
];

/** What they say while a path is broken, `afterMs` its break. */
const MEANWHILE = {
  silence: [
    { afterMs: 4_000, name: 'Mara', text: 'Stop. Checkout fails on the new build.' },
    { afterMs: 8_000, name: 'Jonas', text: 'Rolling back now. Please don’t touch it.' },
  ],
  cut: [{ afterMs: 250, name: 'Priya', text: 'Back to 0 % of the traffic.' }],
  restart: [{ afterMs: 1_400, name: 'Jonas', text: 'Deploying the fix.' }],
  refuse: [
    { afterMs: 4_000, name: 'Mara', text: 'The load balancer is full. Is anyone else cut off?' },
    { afterMs: 9_000, name: 'Jonas', text: 'Adding two servers.' },
  ],
  offline: [{ afterMs: 5_000, name: 'Priya', text: 'Lunch at one?' }],
  exhaust: [{ afterMs: 2_500, name: 'Jonas', text: 'I wrote down what happened.' }],
};

const REPLY_AFTER_MS = 900;
const REPLY = { name: 'Priya', text: 'Got it, twice. Now break the path and write again.' };

/** The conversation that a tab finds when it comes. */
export const earlierMessages = () =>
  BEFORE.map(({ minutesAgo, name, text }, index) => ({
    id: `before-${index}`,
    name,
    text,
    at: Date.now() - minutesAgo * MINUTE_MS,
    via: [],
  }));

const later = (afterMs, act) => void setTimeout(() => act(), afterMs).unref();

export function talkDuring(fault, room) {
  for (const { afterMs, name, text } of MEANWHILE[fault]) later(afterMs, () => room.say(name, text));
}

/** A colleague answers the first message of a tab that comes through both of its sockets. */
export function createReplies() {
  const answered = new WeakSet();
  return (room) => {
    if (answered.has(room)) return;
    answered.add(room);
    later(REPLY_AFTER_MS, () => room.say(REPLY.name, REPLY.text));
  };
}
