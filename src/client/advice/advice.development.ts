import { advisor, type Advice } from './advisor.js';

// For the condition `development`, which development servers set: in a browser there is no `process` to ask.

/** A test that says it is production has production. */
const unlessProduction =
  <Args extends readonly unknown[]>(advise: (...args: Args) => void) =>
  (...args: Args): void => {
    if (typeof process === 'undefined' || process.env.NODE_ENV !== 'production') advise(...args);
  };

export const told: Advice['told'] = unlessProduction(advisor.told);
export const closed: Advice['closed'] = unlessProduction(advisor.closed);
export const cannotConnect: Advice['cannotConnect'] = unlessProduction(advisor.cannotConnect);
export const reasonCut: Advice['reasonCut'] = unlessProduction(advisor.reasonCut);
export const cannotShare: Advice['cannotShare'] = unlessProduction(advisor.cannotShare);
export const optionsGiven: Advice['optionsGiven'] = unlessProduction(advisor.optionsGiven);
export const sharedWith: Advice['sharedWith'] = unlessProduction(advisor.sharedWith);
