import type { Output } from '../output.js';
import { EXIT_CODES, ProbeFailure } from './failure.js';
import { measure } from './measure.js';
import { parseProbeOptions } from './probeOptions.js';
import { showProgress } from './progress.js';
import { toReport, toText } from './report.js';

/** Measures a path and prints what limits it; resolves with the exit code. @throws UsageError (as a rejection) */
export async function probe(args: readonly string[], output: Output): Promise<number> {
  const options = parseProbeOptions(args);
  const progress = showProgress(output);
  try {
    const report = toReport(await measure(options, output.stop, progress.say));
    progress.end();
    output.print(options.isJson ? `${JSON.stringify(report, null, 2)}\n` : toText(report));
    return 0;
  } catch (error) {
    progress.end();
    if (!(error instanceof ProbeFailure)) throw error;
    const { kind, message } = error;
    if (options.isJson) output.print(`${JSON.stringify({ url: options.url, failure: { kind, message } }, null, 2)}\n`);
    else output.tell(`${message}\n`);
    return EXIT_CODES[kind];
  }
}
