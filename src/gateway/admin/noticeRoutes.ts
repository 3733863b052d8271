import type { NoticeOrder } from '../../admin/schemas/notice.js';
import { jsonAnswer, problemAnswer, type Answer } from '../http/answer.js';
import type { NoticeBoard } from '../peers/noticeBoard.js';
import type { Operator } from '../settings/operatorChange.js';

/** Shows an operator's notice to all. */
export function putNotice(order: NoticeOrder, { subject }: Operator, notices: NoticeBoard): Answer {
  const problem = notices.put(order, subject);
  return problem === null ? jsonAnswer(200, notices.view()) : problemAnswer(422, problem);
}

/** Withdraws the notice. Without one, there is nothing left to do. */
export function deleteNotice({ subject }: Operator, notices: NoticeBoard): Answer {
  notices.withdraw(subject);
  return { status: 204 };
}
