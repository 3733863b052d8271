import * as v from 'valibot';

/** What several documents are made of. Durations are milliseconds, instants epoch milliseconds. */

export const instant = v.pipe(v.number(), v.integer(), v.minValue(0));
export const duration = v.pipe(v.number(), v.minValue(0));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Part of a whole, from 0 to 1. */
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Words that a person, a client or a proxy chose: to be shown as text, never as markup. */
export const text = v.string();
/** The id of a connection, a session, a guard: compared, never read. */
export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** Text that an operator writes: bounded, because it is kept and shown. */
export const writtenText = (maxLength: number) => {
  const rule = `must be text of at most ${maxLength} characters`;
  return v.pipe(v.string(rule), v.maxLength(maxLength, rule));
};

/** An integer that an operator sends, with one message for all that may be wrong with it. */
export const integerFrom = (min: number, max: number, unit = '') => {
  const rule = `must be an integer from ${min} to ${max}${unit && ` (${unit})`}`;
  return v.pipe(v.number(rule), v.integer(rule), v.minValue(min, rule), v.maxValue(max, rule));
};

/**
 * A document that is sent to a gateway. A key that it does not know is refused, because a misspelt key that is ignored
 * silently looks like an order that is obeyed. (For valibot, an array is an object without keys.)
 */
export const sent = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(
    v.custom<object>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      'must be an object',
    ),
    v.strictObject(entries),
  );
