import * as v from 'valibot';
import type { GatewayClock } from '../../clock.js';
import type { Participant } from '../../guard/trial.js';
import type { GuardMail } from '../sharedSettings.js';
import type { GuardedChange } from './guardedChange.js';
import {
  batchSchema,
  fromLetter,
  invitationSchema,
  peopleSchema,
  TOPICS,
  type PersonEvent,
  type Standing,
} from './guardLetters.js';

/** The people of a gateway that has not been heard of for this long take no part any more. */
const SILENT_FOR_MS = 20_000;

/** The other gateways, for the one that leads a trial. */
export interface Allies {
  /**
   * Invites all of them. Resolves with their people, once for each connection, as far as they answer in time. What happens
   * to those people is kept until the trial is led.
   */
  readonly invite: (trial: string) => Promise<Participant[]>;
  /** The trial has begun: it is told what happens elsewhere, from the invitation on. */
  readonly lead: (change: GuardedChange) => void;
  /** There is no trial any more, or it did not begin. */
  readonly dismiss: () => void;
}

interface Ally {
  heardAt: number;
  /** The number of the next event that is new. */
  next: number;
  /** Its people, and how many connections each has. */
  readonly people: Map<string, number>;
}

const CALM = { isAbnormal: false, isHeartbeatTimeout: false, silentMs: 0 };

/** Leads the trials of this gateway over the others. */
export function leadAllies(mail: GuardMail, clock: Pick<GatewayClock, 'now'>): Allies {
  let trial: string | null = null;
  let change: GuardedChange | null = null;
  let early: PersonEvent[] = [];
  const allies = new Map<string, Ally>();

  const count = ({ people }: Ally, person: string, by: 1 | -1): void => {
    const connections = (people.get(person) ?? 0) + by;
    if (connections > 0) people.set(person, connections);
    else people.delete(person);
  };
  const tell = (led: GuardedChange, event: PersonEvent): void => {
    if (event[0] === 'arrived') {
      const [, person, block, wasOutageShown] = event;
      led.arrivedElsewhere(fromLetter([person, block]), wasOutageShown);
    } else {
      const [, person, isAbnormal, isHeartbeatTimeout, silentMs] = event;
      led.leftElsewhere(fromLetter([person, null]).sessionId, { isAbnormal, isHeartbeatTimeout, silentMs });
    }
  };
  const take = (ally: Ally, event: PersonEvent): void => {
    count(ally, fromLetter([event[1], null]).sessionId, event[0] === 'arrived' ? 1 : -1);
    if (change) tell(change, event);
    else early.push(event);
  };
  mail.answer(TOPICS.events, (about): Standing => {
    const { trial: theirs, from, first, events } = v.parse(batchSchema, about);
    const ally = theirs === trial ? allies.get(from) : undefined;
    if (!ally) return null;
    ally.heardAt = clock.now();
    // An answer may have been lost, and the same events come again.
    for (const event of events.slice(Math.max(0, ally.next - first))) take(ally, event);
    ally.next = Math.max(ally.next, first + events.length);
    return { line: change?.line() ?? 0, guard: change?.view() ?? null };
  });
  mail.onTick(() => {
    for (const [id, { heardAt, people }] of allies) {
      if (clock.now() - heardAt < SILENT_FOR_MS) continue;
      allies.delete(id);
      for (const [person, connections] of people) {
        for (let left = 0; left < connections; left += 1) change?.leftElsewhere(person, CALM);
      }
    }
  });

  return {
    async invite(id) {
      [trial, change, early] = [id, null, []];
      allies.clear();
      const invitation: v.InferOutput<typeof invitationSchema> = { trial: id, leader: mail.id };
      const answers = await mail.ask(TOPICS.people, invitation);
      return answers.flatMap(({ from, about }) => {
        const people = v.safeParse(peopleSchema, about);
        if (!people.success || trial !== id) return [];
        const ally: Ally = { heardAt: clock.now(), next: 0, people: new Map() };
        allies.set(from, ally);
        const participants = people.output.map(fromLetter);
        for (const { sessionId } of participants) count(ally, sessionId, 1);
        return participants;
      });
    },
    lead(led) {
      change = led;
      for (const event of early.splice(0)) tell(led, event);
    },
    dismiss() {
      [trial, change, early] = [null, null, []];
      allies.clear();
    },
  };
}
