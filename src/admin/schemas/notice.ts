import * as v from 'valibot';
import { count, id, instant, integerFrom, sent, text, writtenText } from './fields.js';

const LEVELS = ['info', 'warning'] as const;
const MAX_TEXT = 500;
const DAY_MS = 86_400_000;

/** An operator's message to everyone who is connected. */
const inForceSchema = v.object({
  id,
  level: v.picklist(LEVELS),
  /** By language (BCP 47): text, never markup. */
  text: v.record(v.string(), text),
  at: instant,
  /** The instant at which it ends by itself. */
  until: instant,
  by: text,
  /** The connected clients that show notices. */
  reaches: v.exactOptional(count),
});

/** The notice in force, one at most. */
export const noticeSchema = v.object({ notice: v.nullable(inForceSchema) });

/** A notice for everyone. */
export const noticeOrderSchema = sent({
  level: v.exactOptional(v.picklist(LEVELS, `must be one of ${LEVELS.join(', ')}`)),
  text: v.pipe(
    v.record(
      v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'must be a language, e.g. "en"')),
      v.pipe(writtenText(MAX_TEXT), v.regex(/\S/, 'is empty')),
      'must be text by language, e.g. { "en": "…" }',
    ),
    v.check((languages) => Object.keys(languages).length > 0, 'must have a text in at least one language'),
  ),
  forMs: v.exactOptional(integerFrom(1_000, DAY_MS, 'milliseconds')),
});

export type NoticeView = v.InferOutput<typeof noticeSchema>;
export type NoticeOrder = v.InferOutput<typeof noticeOrderSchema>;
