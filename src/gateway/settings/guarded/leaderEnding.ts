import * as v from 'valibot';
import type { GuardOrder } from '../../../admin/schemas/guard.js';
import type { GuardMail } from '../sharedSettings.js';
import { endingSchema, TOPICS } from './guardLetters.js';
import type { GuardRoom } from './guardRoom.js';

/** Who ends a trial, and from where. */
type By = v.InferOutput<typeof endingSchema>['by'];

const answerSchema = v.object({ kind: v.picklist(['done', 'not-trying', 'not-kept']), message: v.string() });

/** How it went. */
export type Ending = v.InferOutput<typeof answerSchema>;

/** Ends the trials of this gateway for operators whose request came to another one. */
export function answerAsLeader(
  mail: GuardMail,
  guard: GuardRoom,
  end: (action: GuardOrder['action'], by: By) => Promise<Ending>,
): void {
  mail.answer(TOPICS.end, (about): Ending | Promise<Ending> => {
    const { trial, action, by } = v.parse(endingSchema, about);
    return guard.view()?.id === trial ? end(action, by) : { kind: 'not-trying', message: '' };
  });
}

/** Has the gateway that leads the trial end it. */
export async function askLeader(
  mail: GuardMail,
  guard: GuardRoom,
  action: GuardOrder['action'],
  by: By,
): Promise<Ending> {
  const leader = guard.leader();
  if (!leader || !guard.viewElsewhere()) return { kind: 'not-trying', message: '' };
  const order: v.InferOutput<typeof endingSchema> = { trial: leader.trial, action, by };
  const [answer] = await mail.ask(TOPICS.end, order, { only: leader.id });
  const ending = v.safeParse(answerSchema, answer?.about);
  if (ending.success) return ending.output;
  return { kind: 'not-kept', message: 'the gateway that leads the trial did not answer: look again in a few seconds' };
}
