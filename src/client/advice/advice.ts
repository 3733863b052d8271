import { advisor } from './advisor.js';

// Without the condition `development`, the environment decides. Each condition is written out, because bundlers replace
// just these words, and then leave the functions empty and the advisor out; `=== 'object'` is what esbuild can leave out
// too. Without a bundler there is no `process` in a browser, and no developer. Callers pass plain variables and put no
// condition around a call, because bundlers would keep the condition, or whatever computes an argument.

export function told(kind: string): void {
  if (typeof process === 'object' && process.env.NODE_ENV !== 'production') advisor.told(kind);
}

export function closed(code: number): void {
  if (typeof process === 'object' && process.env.NODE_ENV !== 'production') advisor.closed(code);
}

export function cannotConnect(message: string): void {
  if (typeof process === 'object' && process.env.NODE_ENV !== 'production') advisor.cannotConnect(message);
}

export function reasonCut(reason: string): void {
  if (typeof process === 'object' && process.env.NODE_ENV !== 'production') advisor.reasonCut(reason);
}

export function cannotShare(): void {
  if (typeof process === 'object' && process.env.NODE_ENV !== 'production') advisor.cannotShare();
}

export function optionsGiven(options: object): void {
  if (typeof process === 'object' && process.env.NODE_ENV !== 'production') advisor.optionsGiven(options);
}

export function sharedWith(userCount: number, theirs: { url: unknown; options: object }, mine?: object): void {
  if (typeof process === 'object' && process.env.NODE_ENV !== 'production') advisor.sharedWith(userCount, theirs, mine);
}
