import { HeartbeatOptionError } from '../../protocol/options/optionError.js';

/** What the value of an option has to be before anything looks into it. */
export interface OptionKind {
  readonly rule: string;
  readonly accepts: (value: unknown) => boolean;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object or function with these methods. By its methods, because it may be of another realm or another version. */
const having = (rule: string, ...methods: readonly string[]): OptionKind => ({
  rule,
  accepts: (value) =>
    (isObject(value) || typeof value === 'function') &&
    methods.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function'),
});

/** Its own check says more than a kind could. */
export const CHECKED_ELSEWHERE: OptionKind = { rule: '', accepts: () => true };
/** Text is not a boolean: `'false'`, from an environment variable, would count as true. */
export const BOOLEAN: OptionKind = { rule: 'true or false', accepts: (value) => typeof value === 'boolean' };
export const FUNCTION: OptionKind = { rule: 'a function', accepts: (value) => typeof value === 'function' };
export const TEXT: OptionKind = { rule: 'text', accepts: (value) => typeof value === 'string' };
/** Of one text alone, a loop would read the letters. */
export const TEXTS: OptionKind = {
  rule: 'a list of texts',
  accepts: (value) => Array.isArray(value) && (value as unknown[]).every((entry) => typeof entry === 'string'),
};
export const OBJECT: OptionKind = { rule: 'an object of options', accepts: isObject };
export const OBJECT_OR_BOOLEAN: OptionKind = {
  rule: 'true, false or an object of options',
  accepts: (value) => typeof value === 'boolean' || isObject(value),
};
export const TEXT_OR_FALSE: OptionKind = {
  rule: 'the path of a file, or false',
  accepts: (value) => typeof value === 'string' || value === false,
};
export const LOGGER = having(
  'a logger with debug, info, warn and error, like that of pino',
  'debug',
  'info',
  'warn',
  'error',
);
export const CLOCK = having('a GatewayClock', 'now', 'wallNow', 'setTimeout', 'clearTimeout', 'immediate');
export const STATE = having('fileState(path) or memoryState()', 'open');
export const REGISTRY = having(
  'a Registry of prom-client',
  'registerMetric',
  'getSingleMetric',
  'removeSingleMetric',
  'metrics',
);

/**
 * Refuses values of the wrong kind. JavaScript, a spread or an environment variable may pass anything, and a value that
 * is not understood would have no effect, or fail much later.
 * @param group what stands before the names, e.g. `admin.`
 * @throws HeartbeatOptionError naming the option
 */
export function checkKinds(group: string, given: object, kinds: Readonly<Record<string, OptionKind>>): void {
  for (const [name, { rule, accepts }] of Object.entries(kinds)) {
    const value = (given as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined && !accepts(value)) throw new HeartbeatOptionError(`${group}${name}`, rule, value);
  }
}
