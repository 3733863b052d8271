import type { AlertRule, Alerts } from '../../admin/schemas/alerts.js';
import type { GatewayClock } from '../clock.js';
import type { GatewayStatistics } from '../statistics/gatewayStatistics.js';
import type { OpenState } from '../state/stateStore.js';
import type { EventRecorder } from '../telemetry/eventRecorder.js';
import type { AlertConfig } from './alertOptions.js';
import { followAlerts, type AlertBoard } from './board.js';
import { createEpisodes } from './episodes.js';
import { openRiseHistory } from './riseHistory.js';
import { RULES, type RuleName } from './rules.js';
import { burnRule, tellBurn, tellPathLimits, watchBuckets } from './statisticsAlerts.js';
import { createWebhook } from './webhook.js';

const RULE_NAMES = Object.keys(RULES) as RuleName[];

/** The alerts of one gateway. */
export interface GatewayAlerts extends AlertBoard {
  /** As `GET /alerts` answers. */
  readonly view: () => Alerts;
  readonly ruleNames: readonly RuleName[];
  /** Keeps the counts as well: to be called before the state is closed. */
  readonly stop: () => void;
}

/** What alerts need of the gateway. */
export interface AlertContext {
  readonly clock: GatewayClock;
  readonly random: () => number;
  readonly gatewayId: string;
  readonly recorder: EventRecorder;
  readonly statistics: GatewayStatistics;
  readonly fetch: typeof globalThis.fetch;
  readonly state: OpenState;
}

/** Begins to watch. */
export function createGatewayAlerts({ webhook }: AlertConfig, context: AlertContext): GatewayAlerts {
  const { clock, gatewayId, recorder, statistics } = context;
  const board = followAlerts(clock, gatewayId, recorder);
  const episodes = createEpisodes(recorder);
  const wallNow = () => clock.wallNow();
  const history = openRiseHistory(context.state, wallNow());
  const { add, findings } = watchBuckets(episodes, history, wallNow);
  statistics.onBucket((row) => {
    add(row);
    tellPathLimits(episodes, statistics.pathLimits());
    tellBurn(episodes, statistics.slo, clock.now());
  });
  const sender = webhook && createWebhook(webhook, context);
  if (sender) board.subscribe(sender.send);

  const stateOf = (rule: RuleName): AlertRule['state'] => {
    if (board.isActive(rule)) return 'active';
    return findings.get(rule)?.canJudge === false ? 'warming-up' : 'quiet';
  };
  return {
    ...board,
    view: () => ({
      at: clock.wallNow(),
      rules: RULE_NAMES.map((rule) => {
        const { title, clears } = RULES[rule];
        const raises = rule === 'slo_burn' ? burnRule(statistics.slo) : RULES[rule].raises;
        const canSee = findings.get(rule)?.canSee;
        return { rule, title, raises, clears, state: stateOf(rule), ...(canSee !== undefined && { canSee }) };
      }),
      active: board.active(),
      recent: board.recent(),
    }),
    ruleNames: RULE_NAMES,
    stop() {
      sender?.stop();
      void history.save(wallNow());
    },
  };
}
