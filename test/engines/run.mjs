// `npm run test:engines`: the same steps in Chromium, Firefox and WebKit, in a network of their own whose plug the tests can
// pull: browsers say `offline` when the last route but loopback is gone. Making one takes root, or user namespaces.
import { spawnSync } from 'node:child_process';
import { findIp, findUnshare } from '../../scripts/find-engines.mjs';

const ip = findIp();
/** Any kind of network card that the kernel can pretend to have. */
const PLUG = ['dummy', 'ifb'].map((kind) => `${ip} link add plug type ${kind} 2>/dev/null`).join(' || ');
const SETUP = [
  `${ip} link set lo up`,
  `{ ${PLUG}; }`,
  `${ip} address add 192.0.2.1/24 dev plug`,
  `${ip} link set plug up`,
  `${ip} route add default via 192.0.2.2`,
].join(' && ');

const isRoot = process.getuid?.() === 0;
const namespaces = isRoot ? ['--net'] : ['--net', '--map-root-user'];
const inNamespace = (script, args, options) =>
  spawnSync(findUnshare() ?? 'unshare', [...namespaces, 'sh', '-c', script, 'sh', ...args], options);

const attempt = inNamespace(SETUP, [], { encoding: 'utf8' });
if (attempt.status !== 0) {
  const why = attempt.error?.message ?? attempt.stderr.trim();
  console.error(`The tests in three engines need a network namespace of their own, and cannot make one: ${why}`);
  console.error('Run them on Linux as root, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1).');
  process.exit(1);
}
const vitest = ['npx', 'vitest', 'run', '--config', 'test/engines/vitest.config.ts', ...process.argv.slice(2)];
const { status } = inNamespace(`${SETUP} && exec "$@"`, vitest, { stdio: 'inherit' });
process.exit(status ?? 1);
