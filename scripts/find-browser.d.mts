export function findBrowser(): string | undefined;
export function findHeadlessShell(): string | undefined;
export const HEADLESS_SHELL: string;
export const browserArgs: string[];
