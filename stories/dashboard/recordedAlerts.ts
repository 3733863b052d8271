import type { Alert, Alerts } from '../../src/admin/schemas/alerts.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One alert that is active, two that ended, and some of the rules. */
export function recordedAlerts(now: number): Alerts {
  const over = (id: string, rule: string, message: string, ago: number, lasted: number): Alert => ({
    id,
    rule,
    severity: 'warning',
    message,
    gatewayId: null,
    raisedAt: now - ago,
    clearedAt: now - ago + lasted,
    from: now - ago - 4 * MINUTE,
    to: now - ago + lasted,
    value: 38,
    usual: 4,
    unit: 'unplanned reconnects in 2 minutes',
  });
  return {
    at: now,
    rules: [
      {
        rule: 'silent_spike',
        title: 'Many peers fell silent',
        raises: 'over 2 minutes at least three times the usual, beyond chance (z ≥ 5.5), and at least 10',
        clears: 'two minutes in a row below twice the usual',
        state: 'active',
        canSee: 'At 1 204 connections: 12 or more in 2 minutes, where 2 are usual.',
      },
      {
        rule: 'rtt_p99',
        title: 'Answers take long',
        raises: 'over 5 minutes the p99 of the round trip is at least 500 ms and three times that of the hour before',
        clears: 'over 5 minutes below twice that of the hour before',
        state: 'quiet',
      },
      {
        rule: 'silent_rise',
        title: 'More peers fall silent than in the whole week before',
        raises: 'for half an hour, the last hour had 1.7 times the worst of the same hours of seven days',
        clears: 'for half an hour below 1.3 times',
        state: 'warming-up',
        canSee: 'Nothing yet: it knows 3 of 7 days.',
      },
    ],
    active: [
      {
        id: 'a-1',
        rule: 'silent_spike',
        severity: 'warning',
        message: 'Missed heartbeats are above normal: 41 a minute, usually 6.',
        advice: 'Look at the gateway and the network that these people have in common.',
        gatewayId: null,
        raisedAt: now - 11 * MINUTE,
        clearedAt: null,
        from: now - 15 * MINUTE,
        to: now,
        value: 41,
        usual: 6,
        unit: 'peers newly silent in 2 minutes',
        peers: 31,
      },
    ],
    recent: [
      over('a-0', 'reconnect_spike', 'Many clients reconnected: 38 in two minutes, usually 4.', 3 * HOUR, 9 * MINUTE),
      over('a-00', 'event_loop_late', 'The event loop was 1.4 s late.', 26 * HOUR, 2 * MINUTE),
    ],
  };
}
