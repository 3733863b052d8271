/** What an alert is about, and when it begins and ends, in words an operator reads. The one table of rules: docs/alerts.md is made from it. */
export interface Rule {
  readonly title: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly raises: string;
  readonly clears: string;
  /** What to do about it. */
  readonly advice: string;
  /** What `value` and `usual` of an alert count. */
  readonly unit?: string;
}

const SPIKE_CLEARS_SHORT = 'two minutes in a row below twice the usual, or an hour later: then it is the usual';
const SPIKE_CLEARS_LONG = 'five minutes in a row below twice the usual, or an hour later: then it is the usual';
const SILENT_ADVICE =
  'See which network and which client the silent peers have in common. If all of them are behind one proxy or ' +
  'carrier, the fault is there. If they are everywhere, look at the gateway: event loop, memory, its uplink.';
const RECONNECT_ADVICE =
  'Look at the causes of the reconnects. "heartbeat-timeout" means a path that swallows frames; "closed" means ' +
  'something that cuts connections: a proxy, a deploy, an idle limit.';
const RISE_ADVICE =
  'Something is getting worse over hours: a carrier, a leak, a new release of the app. Compare the peers of today ' +
  'with those of yesterday, and find out when it began.';

/** By the name that `GET /alerts`, the records and the metric `heartbeat_alert_active` use. */
export const RULES = {
  silent_spike: {
    title: 'Many peers fell silent',
    severity: 'warning',
    raises: 'over 2 minutes at least three times the usual, beyond chance (z ≥ 5.5), and at least 10',
    clears: SPIKE_CLEARS_SHORT,
    advice: SILENT_ADVICE,
    unit: 'peers newly silent in 2 minutes',
  },
  silent_spike_15m: {
    title: 'Many peers fell silent, over a quarter of an hour',
    severity: 'warning',
    raises: 'over 15 minutes at least four times the usual, beyond chance (z ≥ 5.5), and at least 10',
    clears: SPIKE_CLEARS_LONG,
    advice: SILENT_ADVICE,
    unit: 'peers newly silent in 15 minutes',
  },
  reconnect_spike: {
    title: 'Many clients reconnected',
    severity: 'warning',
    raises:
      'over 2 minutes at least three times the usual, beyond chance (z ≥ 5.5), and at least 10; drains do not count',
    clears: SPIKE_CLEARS_SHORT,
    advice: RECONNECT_ADVICE,
    unit: 'unplanned reconnects in 2 minutes',
  },
  reconnect_spike_15m: {
    title: 'Many clients reconnected, over a quarter of an hour',
    severity: 'warning',
    raises:
      'over 15 minutes at least four times the usual, beyond chance (z ≥ 5.5), and at least 10; drains do not count',
    clears: SPIKE_CLEARS_LONG,
    advice: RECONNECT_ADVICE,
    unit: 'unplanned reconnects in 15 minutes',
  },
  silent_rise: {
    title: 'More peers fall silent than in the whole week before',
    severity: 'warning',
    raises: 'for half an hour, the last hour had 1.7 times the worst of the same hours of seven days, and at least 20',
    clears: 'for half an hour below 1.3 times',
    advice: RISE_ADVICE,
    unit: 'peers newly silent in an hour',
  },
  reconnect_rise: {
    title: 'More clients reconnect than in the whole week before',
    severity: 'warning',
    raises: 'for half an hour, the last hour had 1.7 times the worst of the same hours of seven days, and at least 20',
    clears: 'for half an hour below 1.3 times',
    advice: RISE_ADVICE,
    unit: 'unplanned reconnects in an hour',
  },
  rtt_p99: {
    title: 'Answers take long',
    severity: 'warning',
    raises:
      'over 5 minutes the p99 of the round trip is at least 500 ms and three times that of the hour before, of 100 or more',
    clears: 'over 5 minutes below twice that of the hour before, or below 500 ms',
    advice:
      'Compare with the delay of the event loop. If that is small, the network is slow: find out for which peers.',
    unit: 'ms',
  },
  refusals: {
    title: 'Many upgrades are refused',
    severity: 'warning',
    raises: 'over 2 minutes at least 20 upgrades, and a fifth of all, are refused; not those of a drain',
    clears: 'over 2 minutes less than a tenth of all',
    advice:
      'Look at the reasons. It may be a limit that is too low, a page of a new origin, an expired secret, or an ' +
      'attack.',
    unit: 'upgrades refused in 2 minutes',
  },
  slo_burn: {
    title: 'The error budget of what people see is used up fast',
    severity: 'critical',
    raises:
      'the share of time with a shown outage is 14.4 times what the target allows over 1 h and 5 min, 6 times over 6 h and 30 min, or 3 times over 1 d and 2 h',
    clears: 'in neither pair of windows any more',
    advice: 'Look at the outages by how long they were shown, and at the alerts of the same time for the cause.',
    unit: 'times the budget',
  },
  mass_silence: {
    title: 'A fifth of all peers fell silent at once',
    severity: 'critical',
    raises: 'within one interval more than a fifth of all peers, and more than four, miss a heartbeat',
    clears: 'one timeout later',
    advice: 'The gateway gives up on no peer for now. Look at its own network first: its uplink, its load balancer.',
  },
  event_loop_late: {
    title: 'The event loop was late',
    severity: 'warning',
    raises: 'the sweep of the heartbeats ran a second late, or one interval',
    clears: 'one timeout later',
    advice:
      'Something blocks the process: synchronous work in a handler, garbage collection, a machine without a free core.',
    unit: 'ms',
  },
  proxy_idle_timeout: {
    title: 'The interval is too long for the proxies',
    severity: 'critical',
    raises: 'the interval in force is above nine tenths of `proxyIdleTimeoutMs`',
    clears: 'the interval is below it',
    advice: 'Set a shorter interval, or raise the idle timeout of the proxies.',
  },
  cluster: {
    title: 'The store of the cluster does not answer',
    severity: 'warning',
    raises: 'Redis has not answered this gateway for three seconds: it goes on by itself, with the last settings',
    clears: 'Redis answers again',
    advice:
      'Connections are not touched. Settings, notices and rolling drains wait until it is back: look at Redis, and at the ' +
      'network between.',
  },
  tokens: {
    title: 'The tokens file cannot be read',
    severity: 'critical',
    raises: '`HEARTBEAT_TOKENS_FILE` is broken or cannot be read: the last good tokens hold for a minute, then none',
    clears: 'the file can be read again',
    advice: 'Repair the file. The message says what is wrong with it.',
  },
  state: {
    title: 'What operators had set could not be read',
    severity: 'critical',
    raises: 'at the start, the state is broken, makes no sense, or contradicts what is deployed',
    clears: 'with the next start',
    advice: 'The message says where the old state is now. Make the settings of the operators again.',
  },
  guard_promoted: {
    title: 'A change that was tried is in force',
    severity: 'info',
    raises: 'no harm was found on any share of the peers, or an operator promoted the change',
    clears: 'an hour later, or with the next change that is tried',
    advice: 'No harm found is not "safe": a few people behind a proxy of their own may not have been in the share.',
  },
  guard_reverted: {
    title: 'A change that was tried was taken back',
    severity: 'warning',
    raises:
      'people who tried it lost their connections beyond chance, or after the same silence; or an operator did it',
    clears: 'an hour later, or with the next change that is tried',
    advice:
      'Look at the events of the guarded change. If they name a silence, set the interval below nine tenths of it.',
  },
  guard_undecided: {
    title: 'A change that is tried needs a decision',
    severity: 'warning',
    raises: 'the evidence is mixed after two windows, or too few peers are left to compare',
    clears: 'an operator promotes the change or takes it back',
    advice: 'Compare both shares, then promote the change or take it back.',
  },
  guard_interrupted: {
    title: 'A change that was tried was interrupted',
    severity: 'warning',
    raises: 'the gateway restarted, or the configuration file changed the timing: the change was taken back',
    clears: 'an hour later, or with the next change that is tried',
    advice: 'Make the change again.',
  },
  path_cuts_idle: {
    title: 'Connections end after a certain silence',
    severity: 'warning',
    raises: 'ends that neither side began gather at one length of silence, beyond chance (p < 10⁻⁶)',
    clears: 'none of them in the last hour',
    advice:
      'Something on the path cuts connections that are silent for that long. Set the interval below nine tenths of ' +
      'that time.',
    unit: 'ms of silence',
  },
  path_cuts_age: {
    title: 'Connections end at a certain age',
    severity: 'info',
    raises: 'ends that neither side began gather at one age of the connection, beyond chance (p < 10⁻⁶)',
    clears: 'none of them in the last hour',
    advice:
      'Something on the path limits how long a connection may last. No heartbeat helps; the clients come back by themselves.',
    unit: 'ms of age',
  },
} as const satisfies Record<string, Rule>;

/** The name of a rule. */
export type RuleName = keyof typeof RULES;
