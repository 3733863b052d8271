// `node --import`: the gateway without statistics and alerts, and else the same files, to see what those cost.
import { register } from 'node:module';

const EMPTY = {
  'statistics/gatewayStatistics.js': `export const createGatewayStatistics = () => ({
    pathLimits: () => [], observeRtt() {}, survivedSilence() {}, connectionsChanged() {}, onBucket() {}, onOutage() {}, stop() {},
  });`,
  'alerts/gatewayAlerts.js': `export const createGatewayAlerts = () => ({
    active: () => [], recent: () => [], isActive: () => false, subscribe: () => () => {}, ruleNames: [], stop() {},
  });`,
};

const hook = `
const EMPTY = ${JSON.stringify(EMPTY)};
export async function load(url, context, next) {
  const file = Object.keys(EMPTY).find((name) => url.endsWith('/dist/gateway/' + name));
  return file ? { format: 'module', source: EMPTY[file], shortCircuit: true } : next(url, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
