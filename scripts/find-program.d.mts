export function findProgram(names: readonly string[], variable?: string): string | undefined;
export function isRunnable(path: string): boolean;
export function findNginx(): string | undefined;
export function findHaproxy(): string | undefined;
export function findRedis(): string | undefined;
