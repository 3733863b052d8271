import { longestIntervalMs, type PathLimit } from '../statistics/pathLimits.js';
import type { Row } from '../statistics/rows/row.js';
import { fastBurn, type Slo } from '../statistics/slo.js';
import type { AlertWords, Episodes } from './episodes.js';
import { watchRefusals, watchRtt } from './levelWatch.js';
import type { RiseHistory } from './riseHistory.js';
import { watchRise } from './riseWatch.js';
import { RULES, type Rule, type RuleName } from './rules.js';
import { LONG_WINDOW, SHORT_WINDOW } from './spikeRule.js';
import { watchSpike } from './spikeWatch.js';
import { newlySilent, unplannedReconnects } from './watchedCounts.js';
import type { Finding, Watch } from './watch.js';

/** The rules over the statistics, at work. */
export interface StatisticsAlerts {
  /** A bucket has ended; null: it was lost. */
  readonly add: (row: Row | null) => void;
  /** What each rule says; a rule is missing until the first bucket has ended. */
  readonly findings: ReadonlyMap<RuleName, Finding>;
}

/** Puts the rules that look at one bucket after the other to work. */
export function watchBuckets(episodes: Episodes, history: RiseHistory, wallNow: () => number): StatisticsAlerts {
  const watches: readonly (readonly [RuleName, Watch])[] = [
    ['silent_spike', watchSpike(SHORT_WINDOW, newlySilent)],
    ['silent_spike_15m', watchSpike(LONG_WINDOW, newlySilent)],
    ['reconnect_spike', watchSpike(SHORT_WINDOW, unplannedReconnects)],
    ['reconnect_spike_15m', watchSpike(LONG_WINDOW, unplannedReconnects)],
    ['silent_rise', watchRise(newlySilent, history.silent)],
    ['reconnect_rise', watchRise(unplannedReconnects, history.reconnects, () => history.rowAdded(wallNow()))],
    ['rtt_p99', watchRtt()],
    ['refusals', watchRefusals()],
  ];
  const findings = new Map<RuleName, Finding>();
  return {
    findings,
    add(row) {
      for (const [rule, watch] of watches) {
        const finding = watch.add(row);
        findings.set(rule, finding);
        episodes.tell(rule, finding.isActive ? describe(RULES[rule], finding) : null);
      }
    },
  };
}

/** Tells of the limits of the path, of each kind the one that most connections meet. */
export function tellPathLimits(episodes: Episodes, limits: readonly PathLimit[]): void {
  for (const [kind, rule] of [
    ['idle', 'path_cuts_idle'],
    ['age', 'path_cuts_age'],
  ] as const) {
    const ofKind = limits.filter((limit) => limit.kind === kind);
    const [limit] = ofKind.toSorted((left, right) => right.ofThoseAtRisk - left.ofThoseAtRisk);
    episodes.tell(rule, limit ? { message: limitSentence(limit), value: limit.afterMs } : null);
  }
}

/** Tells whether the error budget is used up too fast. */
export function tellBurn(episodes: Episodes, slo: Slo, now: number): void {
  const pair = fastBurn(slo, now);
  const rate = pair && slo.burn(now, pair.longMs);
  const message = `People see outages ${rate?.toFixed(1)} times as long as the target of ${slo.target * 100} % allows`;
  episodes.tell('slo_burn', pair && { message, ...(rate !== null && { value: Math.round(rate * 10) / 10 }) });
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
] as const;
const span = (ms: number): string => {
  const [unitMs, unit] = UNITS.find(([each]) => ms % each === 0) ?? [1_000, 's'];
  return `${ms / unitMs} ${unit}`;
};

/** When `slo_burn` is raised, by the pairs of windows in force. */
export function burnRule({ pairs }: Pick<Slo, 'pairs'>): string {
  const of = pairs.map(({ factor, longMs, shortMs }, index) => {
    const times = `${factor} times${index === 0 ? ' what the target allows' : ''}`;
    return `${times} over ${span(longMs)} and ${span(shortMs)}`;
  });
  const last = of.pop();
  return `the share of time with a shown outage is ${of.length > 0 ? `${of.join(', ')}, or ${last}` : last}`;
}

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;

function limitSentence(limit: PathLimit): string {
  const part = `${Math.round(limit.ofThoseAtRisk * 100)} % of those that came so far`;
  return limit.kind === 'idle'
    ? `Connections end after ${seconds(limit.afterMs)} of silence (${part}): set the interval to at most ${seconds(longestIntervalMs(limit))}`
    : `Connections end at an age of ${seconds(limit.afterMs)} (${part})`;
}

function describe({ title, unit }: Rule, { value, usual }: Finding): AlertWords {
  const message = `${title}: ${value ?? 0} ${unit ?? ''}${usual === null ? '' : `, usually ${usual}`}`;
  return { message, ...(value !== null && { value }), ...(usual !== null && { usual }) };
}
