import { existsSync } from 'node:fs';
import { drain, runOrbit } from '@sonde/example-orbit-demo';
import type { WireEvent } from '@sonde/protocol';
import { expect } from 'vitest';
import { type PreparedWorld, prepareWorld } from './case-world.js';
import { checkRun } from './check-run.js';
import type { CaseOutcome, CaseRun, ContractCase } from './contract-case.js';
import { programs } from './programs.js';
import type { SharedChromium } from './shared-chromium.js';

/** A slow machine needs this long at most for one run. */
const runTimeoutMs = 90_000;

/** Plays a case for real and compares all that was reported of it. */
export async function playCase(
  contractCase: ContractCase,
  root: string,
  browser: SharedChromium,
): Promise<WireEvent[][]> {
  const world = await prepareWorld(root, contractCase.world ?? {}, browser);
  try {
    await playRuns(contractCase, world);
    return await compare(contractCase, world);
  } finally {
    await world.close();
  }
}

/** The runs of a case in a world that was made for it; what they report is left to the caller. */
export async function playRuns({ runs }: ContractCase, world: PreparedWorld): Promise<void> {
  const outcomes: CaseOutcome[] = [];
  for (const run of runs) outcomes.push(await play(run, world, outcomes));
}

async function play(
  run: CaseRun,
  world: PreparedWorld,
  earlier: readonly CaseOutcome[],
): Promise<CaseOutcome> {
  const { user, scene } = world;
  await run.prepare?.(scene);
  for (const fault of run.faults ?? []) await scene.addFault(fault);
  const { args, turns, env, input, output, interrupt, program } = run;
  const running = runOrbit(user, args, {
    timeoutMs: runTimeoutMs,
    ...(turns && { turns: typeof turns === 'function' ? turns(scene) : turns }),
    ...(env && { env: { ...env } }),
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    ...(program !== undefined && { program: programs[program] }),
    ...(interrupt && {
      interrupt: { signal: interrupt.signal, when: () => interrupt.when(scene) },
    }),
  });
  const [outcome] = await Promise.all([running, run.meanwhile?.(scene)]);
  const shown = `${outcome.stdout}${outcome.stderr}`;
  expect(outcome.exitCode, shown).toBe(run.exitCode);
  for (const text of run.shows ?? []) expect(shown).toContain(text);
  await run.check?.(outcome, earlier);
  return outcome;
}

/** What arrived, run by run, against what the case says. */
async function compare(
  { runs, world: { session = 'none', applications = [], version } = {} }: ContractCase,
  world: PreparedWorld,
): Promise<WireEvent[][]> {
  const { user, collector } = world;
  const reporting = runs.filter(({ events }) => events !== 'nothing');
  if (reporting.length === 0) {
    expect(existsSync(user.spoolDirectory)).toBe(false);
    expect(collector.requests).toBe(0);
    return [];
  }
  await drain(user, { patienceMs: 20_000, timeoutMs: runTimeoutMs });
  const eventsByRun = groupByRun(collector.events);
  expect(
    eventsByRun.map((events) => events.map(({ event }) => event)),
    'events of each run',
  ).toEqual(reporting.map(({ events }) => namesOf(events)));
  expect(
    collector.metas.flatMap(({ loss }) => Object.keys(loss?.dropped ?? {})),
    'losses',
  ).toEqual([]);
  for (const [index, run] of reporting.entries()) {
    run.checkEvents?.(eventsByRun[index] ?? []);
    checkRun({
      run,
      events: eventsByRun[index] ?? [],
      userId: world.userId,
      version: version === 'source' ? 'main' : (version ?? '1.3.1'),
      context: {
        user: session === 'stored' ? 'person' : undefined,
        project: false,
        app_id: applications.length > 0 ? { shape: 'app id' } : undefined,
        configured_applications: applications.length,
      },
      secrets: [...world.secrets, ...valuesOf(run.args), ...(run.secrets ?? [])],
    });
  }
  return eventsByRun;
}

const namesOf = (events: CaseRun['events']): string[] =>
  events === 'nothing' ? [] : events.flatMap((item) => ('now' in item ? [] : [item.event]));

/** Values given with flags, which must not be reported. */
function valuesOf(args: readonly string[]): string[] {
  return args.filter((_, index) => args[index - 1] === '--name');
}

/** In the order in which the runs began. */
function groupByRun(events: readonly WireEvent[]): WireEvent[][] {
  const runs = new Map<string, WireEvent[]>();
  for (const event of events) {
    const id = event.invocation_id ?? '';
    runs.set(id, [...(runs.get(id) ?? []), event]);
  }
  const startOf = (run: readonly WireEvent[]) => String(run[0]?.timestamp);
  return [...runs.values()]
    .map((run) => run.sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0)))
    .sort((one, other) => startOf(one).localeCompare(startOf(other)));
}
