import * as v from 'valibot';
import { guardProblemSchema, staleProblemSchema } from './schemas/problem.js';

const anyProblemSchema = v.object({ ...staleProblemSchema.entries, ...guardProblemSchema.entries });

/** A problem document, with what 409 and 412 say beside it. */
export type AdminProblem = v.InferOutput<typeof anyProblemSchema>;

/** How a request to the admin interface ended. A refusal is a value, because most are expected: a stale version, a viewer. */
export type AdminResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      /** 0: the gateway did not answer, or whatever answered is not a gateway. */
      readonly status: number;
      readonly problem: AdminProblem;
    };

/** The type of a problem with an answer that this version cannot read. */
export const UNREADABLE = 'urn:heartbeat:unreadable';

/** A failure without an answer of the gateway's, or with none that can be read. `why`: in words, or what was thrown. */
export const unanswered = (why: unknown, type = 'about:blank'): AdminResult<never> => ({
  ok: false,
  status: 0,
  problem: { type, title: 'No answer', status: 0, detail: String((why as Partial<Error> | null)?.message ?? why) },
});

/** Reads an answer. Never throws, whatever the answer is. */
export async function readAnswer<Value>(
  response: Response,
  schema: v.GenericSchema<unknown, Value> | null,
): Promise<AdminResult<Value>> {
  if (response.ok && schema === null) return { ok: true, value: undefined as Value };
  const json: unknown = await response.json().catch(() => undefined);
  if (response.ok && schema !== null) {
    const parsed = v.safeParse(schema, json);
    if (parsed.success) return { ok: true, value: parsed.output };
    const [issue] = parsed.issues;
    return unanswered(
      `The answer has another shape than this version expects: ${v.getDotPath(issue) ?? ''} ${issue.message}`,
      UNREADABLE,
    );
  }
  const problem = v.safeParse(anyProblemSchema, json);
  const { status, statusText } = response;
  if (problem.success) return { ok: false, status, problem: problem.output };
  // A proxy answers for a gateway that is gone.
  if (status >= 502 && status <= 504) return unanswered(`A proxy answered ${status} in its place.`);
  return { ok: false, status, problem: { type: 'about:blank', title: statusText || `Status ${status}`, status } };
}
