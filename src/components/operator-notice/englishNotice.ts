import type { NoticeLabels } from '../labels.js';

/** The built-in English of `OperatorNotice`. */
export const englishNotice: NoticeLabels = { region: 'Notice', dismiss: 'Dismiss notice' };
