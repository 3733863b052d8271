// `pretest`: makes sure that what the tests drive is there: a Chromium-family browser (stories, end-to-end), nginx and the
// other proxies, Prometheus and Alertmanager, Redis, brokers and servers of other people, a font with the metrics of Arial, and
// one with Chinese and Japanese (Arabic comes with chromium's own); and the packages that only tests load. Does nothing when
// all is found; as root on Debian it installs what is missing in one apt call; elsewhere it says what to do.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findBrowser, HEADLESS_SHELL } from './find-browser.mjs';
import { findFirefox, findIp, findMiniBrowser, findUnshare, findWebKitDriver, findXvfb } from './find-engines.mjs';
import { findHaproxy, findNginx, findProgram, findRedis } from './find-program.mjs';

const FONTS = '/usr/share/fonts/truetype';
/** Only Debian's chromium lacks fonts; a desktop has some of its own, and nothing but pictures fails without these. */
const findFont = (...names) =>
  onDebian ? names.map((name) => `${FONTS}/${name}`).find(existsSync) : 'not needed here';

/** Tests that need these are left out where Debian is not. */
const findOnDebian = (path) => !onDebian || existsSync(path);

const TOOLS = [
  {
    name: 'a Chromium-family browser',
    debian: 'chromium',
    find: findBrowser,
    otherwise: 'npx playwright install --with-deps chromium, or set BROWSER_PATH to an installed Chrome or Edge',
  },
  {
    name: 'Chromium without its user interface, which makes the tests faster',
    debian: 'chromium-headless-shell',
    find: () => findOnDebian(HEADLESS_SHELL),
    optional: true,
  },
  {
    name: 'nginx',
    debian: 'nginx-light',
    find: findNginx,
    otherwise: 'brew install nginx or your package manager, or set NGINX_PATH',
  },
  // What ops/ has lines for, and what watches gateways.
  { name: 'Apache', debian: 'apache2', find: () => findProgram(['apache2']) },
  { name: 'Caddy', debian: 'caddy', find: () => findProgram(['caddy']) },
  { name: 'Prometheus', debian: 'prometheus', find: () => findProgram(['prometheus']) && findProgram(['promtool']) },
  {
    name: 'Alertmanager',
    debian: 'prometheus-alertmanager',
    find: () => findProgram(['prometheus-alertmanager', 'alertmanager']),
  },
  // Without a daemon: it reads files.
  { name: 'docker-compose', debian: 'docker-compose', find: () => findProgram(['docker-compose']), optional: true },
  { name: 'systemd-analyze', debian: 'systemd', find: () => findProgram(['systemd-analyze']), optional: true },
  {
    name: 'redis-server',
    debian: 'redis-server',
    find: findRedis,
    otherwise: 'brew install redis or your package manager, or set REDIS_SERVER_PATH',
  },
  {
    name: 'mosquitto, a broker that MQTT is observed with',
    debian: 'mosquitto',
    find: () => findOnDebian('/usr/sbin/mosquitto'),
    optional: true,
  },
  {
    name: 'a socket.io server that is not in JavaScript',
    debian: 'python3-socketio',
    find: () => findOnDebian('/usr/lib/python3/dist-packages/socketio'),
    optional: true,
  },
  {
    name: 'the HTTP server that it runs in',
    debian: 'python3-aiohttp',
    find: () => findOnDebian('/usr/lib/python3/dist-packages/aiohttp'),
    optional: true,
  },
  {
    name: 'HAProxy',
    debian: 'haproxy',
    find: findHaproxy,
    otherwise: 'brew install haproxy or your package manager, or set HAPROXY_PATH',
  },
  {
    name: 'the Liberation fonts',
    debian: 'fonts-liberation',
    find: () => findFont('liberation', 'liberation2'),
    optional: true,
  },
  {
    name: 'the Droid fallback font',
    // Of the packages with both Chinese and Japanese the smallest: 2 MB, where Noto takes 57.
    debian: 'fonts-droid-fallback',
    find: () => findFont('droid'),
    optional: true,
  },
];

/** What `npm run test:engines` needs besides; on Linux only. */
const ENGINE_TOOLS = [
  { name: 'Firefox', debian: 'firefox-esr', find: findFirefox, otherwise: 'or set FIREFOX_PATH' },
  {
    name: 'WebKitGTK and its driver',
    debian: 'webkit2gtk-driver',
    find: () => findWebKitDriver() && findMiniBrowser(),
  },
  { name: 'Xvfb', debian: 'xvfb', find: findXvfb },
  { name: '`ip`', debian: 'iproute2', find: findIp },
  { name: '`unshare`', debian: 'util-linux', find: findUnshare },
];
if (process.argv.includes('engines')) TOOLS.push(...ENGINE_TOOLS);

const onDebian = process.platform === 'linux' && existsSync('/etc/debian_version');
const isRoot = process.getuid?.() === 0;

function run(command, args, env = {}) {
  console.log(`$ ${command} ${args.join(' ')}`);
  const shell = process.platform === 'win32';
  return spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env }, shell }).status === 0;
}

function installWithApt(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  // A mirror that answers only in part fails the update, and may still know the packages: try in any case.
  run('apt-get', ['update', '-q'], env);
  const install = (names) => run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], env);
  // If apt does not know one of the names, it installs nothing. Then each package is installed by itself.
  if (!install(packages) && packages.length > 1) for (const name of packages) install([name]);
}

function explain(missing) {
  const packages = missing.map((tool) => tool.debian).join(' ');
  console.error(`\nThe tests need ${missing.map((tool) => tool.name).join(' and ')}, and this machine has none.`);
  console.error(`  Debian, Ubuntu:  sudo apt-get install -y --no-install-recommends ${packages}`);
  for (const { name, otherwise } of missing) if (otherwise) console.error(`  ${name} elsewhere:  ${otherwise}`);
}

function missingTools() {
  try {
    return TOOLS.filter((tool) => !tool.find());
  } catch (error) {
    // BROWSER_PATH, NGINX_PATH or REDIS_SERVER_PATH names something that cannot be run: installing another would not be what was asked.
    console.error(error.message);
    return process.exit(1);
  }
}

let missing = missingTools();
if (missing.length > 0 && onDebian && isRoot) {
  installWithApt(missing.map((tool) => tool.debian));
  missing = missingTools();
}
if (missing.some((tool) => tool.debian === 'chromium')) {
  // Ubuntu's `chromium` package is a stub that asks for snap; Playwright brings a browser of its own.
  run('npx', ['--no-install', 'playwright', 'install', 'chromium']);
  missing = missingTools();
}
await import('./install-test-packages.mjs');
if (missing.length > 0) explain(missing);
if (missing.some((tool) => !tool.optional)) process.exit(1);
