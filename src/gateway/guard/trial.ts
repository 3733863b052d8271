import type { HeartbeatTiming } from '../../protocol/frames.js';
import { Evidence } from './evidence.js';
import { shareSize, SHARES, windowMs } from './guardRules.js';
import { findSameSilence, type SilentClose } from './sameSilence.js';

/** What is tried. */
export interface TrialPlan {
  readonly from: HeartbeatTiming;
  readonly to: HeartbeatTiming;
  /** The known idle limit of the path, in milliseconds; null without one. */
  readonly idleLimitMs: number | null;
}

/** One person, as gateways can know people: by a session that outlives its connections. */
export interface Participant {
  /** Stands for the session; the same at every gateway. */
  readonly sessionId: string;
  /** Where the person stands in the order in which shares grow, from 0 to 1. The same at every call. */
  readonly place: number;
  /** Stands for the address, of which each counts once; null without one. */
  readonly block: string | null;
}

/** How one connection of a person ended, as the gateway saw it. */
export interface TrialClose {
  /** Without a closing handshake, and neither the gateway nor the client's own timeout ended it. */
  readonly isAbnormal: boolean;
  readonly isHeartbeatTimeout: boolean;
  /** How long nothing had travelled in either direction. */
  readonly silentMs: number;
}

/** One of the two sides that are compared. */
export type Side = 'tried' | 'rest';

/** What a side has been through. */
export interface SideCounts {
  /** People who are connected. */
  peers: number;
  abnormalCloses: number;
  /** People who came back from such a close; each counts once. */
  people: number;
  heartbeatTimeouts: number;
  /** Outages that the person saw, by what the client says. They explain, and decide nothing. */
  outagesShown: number;
}

/** Something that was counted: what a verdict rests on. */
export interface TrialEvent {
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly share: Side;
  readonly kind: 'closed' | 'returned';
  readonly silentMs?: number;
}

/** What to do next. */
export type TrialDecision =
  | { readonly kind: 'watch' }
  /** The next share begins: peers that `isTried` are told of the change. */
  | { readonly kind: 'grow' }
  | { readonly kind: 'promote' }
  | { readonly kind: 'revert'; readonly why: 'evidence' | 'same-silence' }
  | { readonly kind: 'undecided'; readonly why: 'evidence' | 'too-few' };

/** The change is taken back at this evidence, with this many people. */
export const EVIDENCE_NEEDED = 1_000;
export const PEOPLE_NEEDED = 3;
/**
 * Evidence above this at the end of a window is too much to go on with, so the share is watched for one more window.
 */
const SUSPICIOUS = 100;
/** With fewer people left on either side at the end of a window, there is nothing to compare any more. */
const MIN_LEFT = 5;
const MAX_EVENTS = 200;
/** Closes whose silences are compared. There is a verdict long before, if there is ever one. */
const MAX_CLOSES = 500;
/** People who are remembered after they left. The oldest is forgotten first. */
const MAX_ABSENT = 50_000;

interface Person extends Participant {
  connections: number;
  isHarmed: boolean;
  /** The side on which its last connection ended abnormally, and has not come back from yet. */
  cut: Side | null;
}

const WATCH: TrialDecision = { kind: 'watch' };

/**
 * The trial of one change on growing shares of the people who are connected. It is told what happens to them and says what
 * to do. Pure: time comes with each call, in monotonic milliseconds.
 */
export class Trial {
  readonly plan: TrialPlan;
  readonly windowMs: number;
  readonly counts: Readonly<Record<Side, SideCounts>> = { tried: newCounts(), rest: newCounts() };
  readonly events: TrialEvent[] = [];
  windowStartedAt: number;
  windowEndsAt: number;
  sameSilenceMs: number | null = null;
  readonly #evidence = new Evidence();
  readonly #people = new Map<string, Person>();
  readonly #blocks = new Map<string, { people: number; isHarmed: boolean }>();
  /** People who are connected and to whom no harm has come, by side. */
  readonly #unharmed: Record<Side, number> = { tried: 0, rest: 0 };
  readonly #closes: SilentClose[] = [];
  #absent = 0;
  #stage = 0;
  #threshold = 0;
  #isExtended = false;

  constructor(plan: TrialPlan, participants: Iterable<Participant>, now: number) {
    this.plan = plan;
    this.windowMs = windowMs(plan.from, plan.to, plan.idleLimitMs);
    for (const participant of participants) this.#add(participant).connections += 1;
    this.windowStartedAt = now;
    this.windowEndsAt = now + this.windowMs;
    this.#drawLine();
  }

  /** The share that tries the change now. */
  get share(): number {
    return SHARES[this.#stage] ?? 1;
  }

  get evidence(): number {
    return this.#evidence.value;
  }

  /** Who tries the change: people up to this place. */
  get line(): number {
    return this.#threshold;
  }

  isTried({ place }: Pick<Participant, 'place'>): boolean {
    return place <= this.#threshold;
  }

  /** A person is connected, and has said which session it is. */
  arrived(participant: Participant, now: number, wasOutageShown = false): void {
    const person = this.#add(participant);
    if (wasOutageShown) this.counts[this.#sideOf(person)].outagesShown += 1;
    if (person.connections === 0) {
      this.#count(person, 1);
      this.#absent -= 1;
    }
    person.connections += 1;
    const { cut } = person;
    person.cut = null;
    if (cut !== null) this.#harm(person, cut, now);
  }

  /** A connection of a person has ended. */
  left(sessionId: string, { isAbnormal, isHeartbeatTimeout, silentMs }: TrialClose, now: number): void {
    const person = this.#people.get(sessionId);
    if (!person || person.connections === 0) return;
    const side = this.#sideOf(person);
    if (isHeartbeatTimeout) this.counts[side].heartbeatTimeouts += 1;
    if (isAbnormal) {
      this.counts[side].abnormalCloses += 1;
      this.#note({ at: now, share: side, kind: 'closed', silentMs });
      if (side === 'tried') this.#compareSilence({ sessionId, silentMs });
    }
    person.connections -= 1;
    if (person.connections > 0) {
      // The person is back already, on another gateway, whose report came first.
      if (isAbnormal) this.#harm(person, side, now);
      return;
    }
    this.#count(person, -1);
    this.#absent += 1;
    person.cut = isAbnormal ? side : null;
    this.#forgetOldest();
  }

  /** What to do now. To be asked after each event, and when the window ends. */
  look(now: number): TrialDecision {
    if (this.evidence >= EVIDENCE_NEEDED && this.counts.tried.people >= PEOPLE_NEEDED) {
      return { kind: 'revert', why: 'evidence' };
    }
    if (this.sameSilenceMs !== null) return { kind: 'revert', why: 'same-silence' };
    if (now < this.windowEndsAt) return WATCH;
    if (this.counts.tried.peers < MIN_LEFT || this.counts.rest.peers < MIN_LEFT) {
      return { kind: 'undecided', why: 'too-few' };
    }
    if (this.evidence >= SUSPICIOUS) {
      if (this.#isExtended) return { kind: 'undecided', why: 'evidence' };
      this.#isExtended = true;
      this.windowEndsAt = now + this.windowMs;
      return WATCH;
    }
    if (this.#stage === SHARES.length - 1) return { kind: 'promote' };
    this.#stage += 1;
    this.#isExtended = false;
    this.windowStartedAt = now;
    this.windowEndsAt = now + this.windowMs;
    this.#drawLine();
    return { kind: 'grow' };
  }

  #add(participant: Participant): Person {
    const known = this.#people.get(participant.sessionId);
    if (known) return known;
    const person: Person = { ...participant, connections: 0, isHarmed: false, cut: null };
    this.#people.set(participant.sessionId, person);
    this.#absent += 1;
    if (person.block !== null) {
      const block = this.#blocks.get(person.block);
      if (block) block.people += 1;
      else this.#blocks.set(person.block, { people: 1, isHarmed: false });
    }
    return person;
  }

  #compareSilence(close: SilentClose): void {
    const { from, to } = this.plan;
    // Within the old interval, the old setting would have made the same silence.
    if (close.silentMs <= from.intervalMs || this.#closes.length >= MAX_CLOSES) return;
    this.#closes.push(close);
    this.sameSilenceMs ??= findSameSilence(this.#closes, to.intervalMs - from.intervalMs);
  }

  #harm(person: Person, side: Side, now: number): void {
    if (person.isHarmed) return;
    const block = person.block === null ? undefined : this.#blocks.get(person.block);
    const isCounted = !(block?.isHarmed === true && this.#tellsPeopleApart(block.people));
    if (isCounted) {
      this.#evidence.add(side === 'tried', this.#unharmed.tried, this.#unharmed.rest);
      this.counts[side].people += 1;
      this.#note({ at: now, share: side, kind: 'returned' });
    }
    if (block) block.isHarmed = true;
    this.#unharmed[this.#sideOf(person)] -= 1;
    person.isHarmed = true;
  }

  /** An address that more than half of all people have is that of a proxy, and tells nothing about one person. */
  #tellsPeopleApart(people: number): boolean {
    return 2 * people <= this.#people.size;
  }

  #sideOf(person: Person): Side {
    return this.isTried(person) ? 'tried' : 'rest';
  }

  #count(person: Person, change: 1 | -1): void {
    const side = this.#sideOf(person);
    this.counts[side].peers += change;
    if (!person.isHarmed) this.#unharmed[side] += change;
  }

  /** Puts the line where the share wants it, never below where it was, and counts anew on both sides of it. */
  #drawLine(): void {
    const present = [...this.#people.values()].filter(({ connections }) => connections > 0);
    const places = Float64Array.from(present, ({ place }) => place).toSorted();
    const line = places[shareSize(this.share, places.length) - 1] ?? 0;
    this.#threshold = Math.max(this.#threshold, line);
    for (const side of ['tried', 'rest'] as const) {
      this.counts[side].peers = 0;
      this.#unharmed[side] = 0;
    }
    this.#absent = this.#people.size - present.length;
    for (const person of present) this.#count(person, 1);
  }

  #note(event: TrialEvent): void {
    this.events.push(event);
    if (this.events.length > MAX_EVENTS) this.events.shift();
  }

  #forgetOldest(): void {
    if (this.#absent <= MAX_ABSENT) return;
    for (const [sessionId, { connections, block }] of this.#people) {
      if (connections > 0) continue;
      this.#people.delete(sessionId);
      const found = block === null ? undefined : this.#blocks.get(block);
      if (found) found.people -= 1;
      if (block !== null && found?.people === 0 && !found.isHarmed) this.#blocks.delete(block);
      this.#absent -= 1;
      return;
    }
  }
}

const newCounts = (): SideCounts => ({ peers: 0, abnormalCloses: 0, people: 0, heartbeatTimeouts: 0, outagesShown: 0 });
