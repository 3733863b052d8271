// Run in a process of its own: imports one module in a world where everything that does something is watched, and prints
// what it touched while loading, as a JSON list. Packages we do not write are imported before the watch begins.
const [module, ...packages] = process.argv.slice(2);
await Promise.all(packages.map((name) => import(name)));

const touched = [];
const note = (what) => touched.push(what);

function watchCalls(object, owner, names, isSilenced = false) {
  for (const name of names) {
    const original = isSilenced ? () => {} : object[name];
    object[name] = (...args) => {
      note(`${owner}${name}()`);
      return original.apply(object, args);
    };
  }
}

// Asking whether there is a page is fine; using it is not.
const page = (name) =>
  new Proxy(() => {}, { get: (_, key) => void note(`${name}.${String(key)}`), apply: () => note(name) });

const write = process.stdout.write.bind(process.stdout);
watchCalls(globalThis, '', ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch']);
watchCalls(Math, 'Math.', ['random']);
watchCalls(Date, 'Date.', ['now']);
watchCalls(performance, 'performance.', ['now']);
watchCalls(crypto, 'crypto.', ['getRandomValues', 'randomUUID']);
watchCalls(console, 'console.', ['log', 'info', 'warn', 'error', 'debug'], true);
watchCalls(process, 'process.', ['on', 'once', 'emitWarning']);
watchCalls(process.stdout, 'stdout.', ['write'], true);
watchCalls(process.stderr, 'stderr.', ['write'], true);
for (const name of ['window', 'document', 'navigator', 'location', 'localStorage', 'WebSocket', 'Worker']) {
  Object.defineProperty(globalThis, name, { value: page(name), configurable: true });
}

await import(module);
write(JSON.stringify(touched));
process.exit(0);
