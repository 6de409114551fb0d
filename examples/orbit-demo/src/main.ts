import { parseArgs } from 'node:util';
import { runDemo } from './run-demo.js';
import { saveViews } from './save-views.js';
import { listWhatToLookAt } from './what-to-look-at.js';

const help = `Runs orbit for real, as many different users, to fill a collector.

Usage: orbit-demo [options]

  --endpoint <url>   the collector (default http://127.0.0.1:7377)
  --key <key>        write key for it (ORBIT_TELEMETRY_KEY)
  --users <number>   default 60
  --runs <number>    runs of orbit; default 420. From 300 on, every outcome occurs
  --seed <number>    the same seed gives the same runs; default 1
  --help
`;

function readNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,6}$/.test(value)) throw new Error(`--${name} is not a number: ${value}`);
  return Number(value);
}

/** Runs the command line; resolves with the exit code. */
export async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const cancellation = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (cancellation.signal.aborted) return;
      cancellation.abort();
      // Running processes are ended first, which can take a moment.
      process.stderr.write('Stopping …\n');
    });
  }
  try {
    const { values } = parseArgs({
      args,
      options: {
        endpoint: { type: 'string', default: 'http://127.0.0.1:7377' },
        key: { type: 'string' },
        users: { type: 'string' },
        runs: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      process.stdout.write(help);
      return 0;
    }
    const key = values.key ?? env.ORBIT_TELEMETRY_KEY;
    const users = readNumber('users', values.users);
    const runs = readNumber('runs', values.runs);
    const seed = readNumber('seed', values.seed);
    const endpoint = values.endpoint.replace(/\/+$/, '');
    const summary = await runDemo({
      endpoint,
      signal: cancellation.signal,
      ...(key === undefined ? {} : { key }),
      ...(users === undefined ? {} : { users }),
      ...(runs === undefined ? {} : { runs }),
      ...(seed === undefined ? {} : { seed }),
    });
    if (cancellation.signal.aborted) {
      const runs = summary.runs();
      process.stderr.write(`Stopped after ${runs} ${runs === 1 ? 'run' : 'runs'}.\n`);
      return 2;
    }
    // Any other server that takes events has no views.
    await saveViews(endpoint).catch(() => {});
    process.stdout.write(
      `${summary.format()}\nEverything was delivered. Now see:\n${listWhatToLookAt(endpoint)}\n`,
    );
    return 0;
  } catch (error) {
    process.stderr.write(`orbit-demo: ${error instanceof Error ? error.message : error}\n`);
    return 1;
  }
}
