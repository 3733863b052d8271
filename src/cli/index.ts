import { EXIT_USAGE, UsageError, type Output } from './output.js';
import { probe } from './probe/probe.js';
import { PROBE_USAGE } from './probe/probeOptions.js';
import { token, TOKEN_USAGE } from './token.js';

export { processOutput } from './processOutput.js';

type Command = (args: readonly string[], output: Output) => number | Promise<number>;

const COMMANDS: Readonly<Record<string, { readonly run: Command; readonly usage: string }>> = {
  probe: { run: probe, usage: PROBE_USAGE },
  token: { run: token, usage: TOKEN_USAGE },
};

const USAGE = `heartbeat-socket <command>

  probe <url>        finds what limits the path to a WebSocket server, and which interval suits it
  token <subject>    makes a token for the admin interface of a gateway

  heartbeat-socket <command> --help says more.`;

/** Runs a command line; resolves with the exit code. Never rejects. */
export async function run([name = '', ...args]: readonly string[], output: Output): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name === '--help' || name === '-h' || (command && args.some((arg) => arg === '--help' || arg === '-h'))) {
    output.print(`${command?.usage ?? USAGE}\n`);
    return 0;
  }
  try {
    if (!command) throw new UsageError(name === '' ? 'no command' : `no command ${JSON.stringify(name)}`, USAGE);
    return await command.run(args, output);
  } catch (error) {
    output.tell(`${error instanceof UsageError ? error.message : `heartbeat-socket: ${String(error)}`}\n`);
    return error instanceof UsageError ? EXIT_USAGE : 1;
  }
}
