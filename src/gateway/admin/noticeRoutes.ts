import type { NoticeOrder } from '../../admin/schemas/notice.js';
import { jsonAnswer, problemAnswer, type Answer } from '../http/answer.js';
import type { NoticeBoard, NoticeRefusal } from '../peers/noticeBoard.js';
import type { Operator } from '../settings/operatorChange.js';

/** Shows an operator's notice to all. */
export async function putNotice(order: NoticeOrder, { subject }: Operator, notices: NoticeBoard): Promise<Answer> {
  const refusal = await notices.put(order, subject);
  return refusal === null ? jsonAnswer(200, notices.view()) : refusalAnswer(refusal);
}

/** Withdraws the notice. Without one, there is nothing left to do. */
export async function deleteNotice({ subject }: Operator, notices: NoticeBoard): Promise<Answer> {
  const refusal = await notices.withdraw(subject);
  return refusal === null ? { status: 204 } : refusalAnswer(refusal);
}

const refusalAnswer = ({ why, message }: NoticeRefusal): Answer =>
  why === 'invalid'
    ? problemAnswer(422, message)
    : problemAnswer(503, { type: 'urn:heartbeat:not-kept', detail: message });
