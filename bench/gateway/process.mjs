// A process that is asked things and answers them.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts a file of this folder; `ask(what, argument)` resolves to its answer. */
export function startProcess(file, args = [], execArgv = []) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, { execArgv: ['--expose-gc', ...execArgv] });
  const waiting = new Map();
  let asked = 0;
  child.on('message', ({ id, answer, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(answer);
    else reject(new Error(`${file}: ${error}`));
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with ${code}`));
  });
  return {
    ask: (what, argument = {}) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve, reject });
        child.send({ id: asked, ask: what, ...argument });
      }),
    end: () =>
      new Promise((resolve) => {
        if (!child.connected) return resolve();
        child.once('exit', resolve);
        child.disconnect();
      }),
  };
}
