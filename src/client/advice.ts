import { advisor, type Advice } from './advisor.js';

// Without the condition `development`, the environment decides. Each condition is written out, because bundlers replace
// just these words, and then leave the functions empty and the advisor out. Without a bundler there is no `process` in a
// browser, and no developer.

export const unanswered: Advice['unanswered'] = () => {
  if (typeof process !== 'undefined' && process.env.NODE_ENV !== 'production') advisor.unanswered();
};

export const cannotConnect: Advice['cannotConnect'] = (message) => {
  if (typeof process !== 'undefined' && process.env.NODE_ENV !== 'production') advisor.cannotConnect(message);
};

export const reasonCut: Advice['reasonCut'] = (reason) => {
  if (typeof process !== 'undefined' && process.env.NODE_ENV !== 'production') advisor.reasonCut(reason);
};

export const cannotShare: Advice['cannotShare'] = () => {
  if (typeof process !== 'undefined' && process.env.NODE_ENV !== 'production') advisor.cannotShare();
};

export const sharedWith: Advice['sharedWith'] = (url, theirs, mine) => {
  if (typeof process !== 'undefined' && process.env.NODE_ENV !== 'production') advisor.sharedWith(url, theirs, mine);
};
