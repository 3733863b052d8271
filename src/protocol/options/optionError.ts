/** An invalid option, environment variable or file. The message names it, the rule that it breaks, and its value. */
export class HeartbeatOptionError extends TypeError {
  readonly code = 'HEARTBEAT_OPTION';
  override readonly name = 'HeartbeatOptionError';
  /** The option as it is written, e.g. `heartbeat.intervalMs`. */
  readonly option: string;

  constructor(option: string, rule: string, got: unknown) {
    super(`heartbeat-socket: ${option} must be ${rule}, got ${show(got)}`);
    this.option = option;
  }
}

/** Of an object only that it is one: it may be long, and may hold secrets. */
function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  return Object(value) === value ? typeof value : String(value);
}
