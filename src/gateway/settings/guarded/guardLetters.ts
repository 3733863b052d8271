import * as v from 'valibot';
import { guardSchema } from '../../../admin/schemas/guard.js';
import type { Participant } from '../../guard/trial.js';
import { numberOfPerson, toPerson } from './participants.js';

/** What gateways ask each other while a change is tried on the peers of all: the topics of their mail. */
export const TOPICS = { people: 'guard.people', events: 'guard.events', end: 'guard.end' } as const;

const number = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 48 - 1));
const block = v.nullable(v.pipe(v.string(), v.maxLength(12)));
const personSchema = v.tuple([number, block]);
const arrivalSchema = v.tuple([v.literal('arrived'), number, block, v.boolean()]);
const leavingSchema = v.tuple([v.literal('left'), number, v.boolean(), v.boolean(), v.pipe(v.number(), v.minValue(0))]);
const text = v.pipe(v.string(), v.maxLength(100));

/** The gateway that leads the trial asks another for its people, and to be told what happens to them. */
export const invitationSchema = v.object({ trial: text, leader: text });

/** They, once for each connection. */
export const peopleSchema = v.array(personSchema);

/** What has happened to people since the batch that was answered last, each event by its number. */
export const batchSchema = v.object({
  trial: text,
  from: text,
  first: v.pipe(v.number(), v.integer()),
  events: v.array(v.union([arrivalSchema, leavingSchema])),
});

/** The leader's answer: who tries the change, and how it goes; null when the trial is over, or goes on without the asking one. */
export const standingSchema = v.nullable(v.object({ line: v.number(), guard: v.nullable(guardSchema) }));

/** An operator has asked another gateway to end the trial. */
export const endingSchema = v.object({
  trial: text,
  action: v.picklist(['promote', 'revert']),
  by: v.object({ subject: v.string(), remote: v.string() }),
});

/** What happened to a person. */
export type PersonEvent = v.InferOutput<typeof batchSchema>['events'][number];
export type Standing = v.InferOutput<typeof standingSchema>;

/** A person as another gateway is told. */
export const toLetter = (participant: Participant): v.InferOutput<typeof personSchema> => [
  numberOfPerson(participant),
  participant.block,
];
export const fromLetter = ([person, address]: v.InferOutput<typeof personSchema>): Participant =>
  toPerson(person, address);
