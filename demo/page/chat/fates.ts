import type { Fate } from './conversation.js';

/** How a pane shows what became of a message: a word, and the path of a sign on a 12 × 12 grid. */
export interface FateLook {
  readonly word: string;
  readonly sign: string;
}

const TICK = 'M2 6.6l2.6 2.6L10 3.2';
const CLOCK = 'M6 1.4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2M6 3.6V6l1.6 1.2';
const CROSS = 'M3 3l6 6M9 3l-6 6';

const arrived: FateLook = { word: 'Sent', sign: TICK };
const waiting: FateLook = { word: 'Waiting', sign: CLOCK };
const refused: FateLook = { word: 'Not sent', sign: CROSS };

/** What an app says that trusts its socket: it took the message, so the message is sent. */
export const PLAIN_FATES: Readonly<Record<Fate, FateLook>> = { handed: arrived, arrived, waiting, refused };

/** "Sent" only when the server has answered. */
export const KIT_FATES: Readonly<Record<Fate, FateLook>> = {
  handed: { word: 'Sending', sign: 'M2 6h.01M6 6h.01M10 6h.01' },
  arrived,
  waiting,
  refused,
};

/** A message of which the pane does not know that it never reached the server. */
export const UNHEARD: FateLook = { word: 'Reached no one', sign: CROSS };
