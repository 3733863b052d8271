import type { SendStatusLabels } from '../labels.js';

/** The built-in English of `SendStatus`. */
export const englishSendStatus: SendStatusLabels = {
  sent: 'All sent',
  sending: 'Sending…',
  waiting: (count) => `${count} waiting`,
  inDoubt: (count) => `${count} in doubt`,
  notSent: (count) => `${count} not sent`,
  hint: {
    received: 'Confirmed by the server.',
    sent: 'This server does not confirm what it receives.',
    waiting: 'Goes out when the connection is back.',
    'in-doubt': 'Sent just before the connection was lost; may not have arrived.',
    'not-sent': 'Will not be sent automatically.',
  },
};
