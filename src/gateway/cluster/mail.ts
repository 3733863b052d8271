import * as v from 'valibot';
import type { GatewayClock } from '../clock.js';
import { MAX_BODY, MAX_LETTERS, type Letter } from './clusterStore.js';
import type { Member } from './membership.js';

/** How long a question waits for its answers: two ticks each way, which are sooner than others if it is urgent. */
const ANSWER_WITHIN_MS = 4_000;
const PATIENT_WITHIN_MS = 8_000;
/** Questions of this gateway that wait at the same time. */
const MAX_OPEN = 32;
/** Fewer than a mailbox keeps, so that one gateway alone does not fill the mailbox of another. */
const MAX_OUTGOING = MAX_LETTERS / 2;

const letterSchema = v.variant('kind', [
  v.object({
    kind: v.literal('ask'),
    id: v.string(),
    from: v.string(),
    topic: v.string(),
    about: v.unknown(),
    isPatient: v.optional(v.boolean(), false),
  }),
  v.object({ kind: v.literal('answer'), id: v.string(), from: v.string(), about: v.unknown() }),
]);
type MailText = v.InferOutput<typeof letterSchema>;

/** The answer of one other gateway; it is missing in what `ask` gives when it came too late. */
export interface MailAnswer {
  readonly from: string;
  readonly about: unknown;
}

/** Questions to all other gateways, and their answers. */
export interface Mail {
  /**
   * Asks all others, or one. Resolves with the answers that came in time. Never rejects. A patient question and its answer
   * travel with the ticks that there are anyway; others make them come sooner.
   */
  readonly ask: (
    topic: string,
    about: unknown,
    how?: { readonly only?: string; readonly isPatient?: boolean },
  ) => Promise<MailAnswer[]>;
  /** Answers a topic, at once or later, with something that JSON can hold. A handler that throws or rejects gives no answer. */
  readonly answer: (topic: string, handler: (about: unknown) => unknown) => void;
  readonly takeOutgoing: () => Letter[];
  readonly heard: (letters: readonly string[]) => void;
  /** The last tick was not answered: what it carried is lost. */
  readonly failed: () => void;
  readonly stop: () => void;
}

/** What mail needs of the node. */
export interface MailWorld {
  readonly clock: GatewayClock;
  readonly id: string;
  readonly newStamp: () => string;
  readonly hurry: () => void;
  readonly others: () => readonly Member[];
}

interface Question {
  readonly isPatient: boolean;
  readonly waitsFor: Set<string>;
  readonly answers: MailAnswer[];
  readonly end: () => void;
}

/** Makes an empty desk. */
export function createMail({ clock, id, newStamp, hurry, others }: MailWorld): Mail {
  const handlers = new Map<string, (about: unknown) => unknown>();
  const open = new Map<string, Question>();
  let outgoing: Letter[] = [];

  const send = (to: string, letter: MailText, isPatient: boolean): void => {
    const text = JSON.stringify(letter);
    if (text.length > MAX_BODY || outgoing.length >= MAX_OUTGOING) return;
    outgoing.push({ to, text });
    if (!isPatient) hurry();
  };
  const asked = (letter: Extract<MailText, { kind: 'ask' }>): void => {
    const handler = handlers.get(letter.topic);
    if (!handler) return;
    Promise.resolve(letter.about)
      .then(handler)
      .then((about) => send(letter.from, { kind: 'answer', id: letter.id, from: id, about }, letter.isPatient))
      .catch(() => {});
  };
  const answered = ({ id: question, from, about }: Extract<MailText, { kind: 'answer' }>): void => {
    const waiting = open.get(question);
    if (!waiting?.waitsFor.delete(from)) return;
    waiting.answers.push({ from, about });
    if (waiting.waitsFor.size === 0) waiting.end();
  };

  return {
    ask(topic, about, { only, isPatient = false } = {}) {
      const to = others()
        .map((member) => member.id)
        .filter((other) => other !== id && (only === undefined || other === only));
      if (to.length === 0 || open.size >= MAX_OPEN) return Promise.resolve([]);
      return new Promise((resolve) => {
        const question = newStamp();
        const answers: MailAnswer[] = [];
        const end = (): void => {
          clock.clearTimeout(timer);
          open.delete(question);
          resolve(answers);
        };
        const timer = clock.setTimeout(end, isPatient ? PATIENT_WITHIN_MS : ANSWER_WITHIN_MS);
        open.set(question, { isPatient, waitsFor: new Set(to), answers, end });
        for (const other of to) {
          send(other, { kind: 'ask', id: question, from: id, topic, about, isPatient }, isPatient);
        }
      });
    },
    answer: (topic, handler) => void handlers.set(topic, handler),
    takeOutgoing() {
      const taken = outgoing;
      outgoing = [];
      return taken;
    },
    heard(letters) {
      for (const text of letters) {
        const letter = parse(text);
        if (letter?.kind === 'ask') asked(letter);
        if (letter?.kind === 'answer') answered(letter);
      }
      // An answer may come with any tick now.
      if ([...open.values()].some(({ isPatient }) => !isPatient)) hurry();
    },
    // An operator does not have to wait for a gateway that cannot be reached.
    failed: () => [...open.values()].forEach(({ end }) => end()),
    stop: () => [...open.values()].forEach(({ end }) => end()),
  };
}

function parse(text: string): MailText | null {
  try {
    const result = v.safeParse(letterSchema, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
