import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Json } from '@sonde/protocol';
import type { Reasons } from '../check-run.js';
import type { CaseFinding, ConformanceCase } from '../conformance-case.js';
import { untilProcessesEnd } from '../left-processes.js';
import type { Sandbox } from '../sandbox.js';
import { playScenario, type Scenario, senderLimitMs } from '../scenario.js';
import { readSpool } from '../spool-contents.js';

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Runs the command in a pseudo-terminal, with `script` of util-linux. */
const inTerminal: NonNullable<Scenario['wrap']> = (argv) => [
  'script',
  '-qec',
  `exec ${argv.map(quote).join(' ')}`,
  '/dev/null',
];

/** Why no terminal can be made here; undefined if one can. */
function whyNoTerminal(): string | undefined {
  if (process.platform !== 'linux') return 'a terminal is made with the script command of Linux';
  try {
    const [file = '', ...argv] = inTerminal(['/bin/sh', '-c', 'test -t 1'], {} as Sandbox);
    execFileSync(file, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
    return undefined;
  } catch (error) {
    return `no terminal can be made here: ${error instanceof Error ? error.message : error}`;
  }
}

/** A terminal without colours and animations, whose output varies least. */
const onTerminal = { wrap: inTerminal, isTerminal: true, variables: { TERM: 'dumb' } } as const;

/** What every event so far says of the run. */
function checkProperties(
  { sandbox, faulty }: Parameters<NonNullable<Scenario['inspect']>>[0],
  expected: Readonly<Record<string, Json>>,
): Reasons {
  const events = [...readSpool(sandbox.spool).waiting, ...faulty.accepted];
  if (events.length === 0) return ['Nothing was recorded.'];
  return events.flatMap(({ event, properties }) =>
    Object.entries(expected).flatMap(([name, value]) =>
      properties?.[name] === value
        ? []
        : [`${event} has the ${name} ${properties?.[name]}; expected: ${value}.`],
    ),
  );
}

/** As after an installation: the user has neither chosen, nor seen a notice. */
const withoutChoice = ({ setting }: Sandbox) => rmSync(setting, { force: true });

const agentTerminal = (): Scenario => {
  let choice = '';
  const choose = ({ setting }: Sandbox) => writeFileSync(setting, choice, { mode: 0o600 });
  return {
    endpoint: 'up',
    ...onTerminal,
    variables: { ...onTerminal.variables, GEMINI_CLI: '1' },
    // A tool that needs a consent records nothing at first.
    isDisturbed: true,
    arrange(sandbox) {
      choice ||= readFileSync(sandbox.setting, 'utf8');
      withoutChoice(sandbox);
    },
    mend: choose,
    async inspect(state) {
      const { sandbox, faulty, again } = state;
      const reasons: Reasons = [];
      const names = existsSync(sandbox.spool) ? readdirSync(sandbox.spool) : [];
      if (names.some((name) => /^notice-/.test(name))) {
        reasons.push('The notice counts as shown, but only an agent saw the terminal.');
      }
      // A tool that informs its users elsewhere has sent already.
      if (faulty.requests === 0) {
        await again();
        await untilProcessesEnd(sandbox.root, senderLimitMs);
        if (faulty.requests > 0) {
          reasons.push('The next run sent events, although no person has seen the notice.');
        }
      }
      choose(sandbox);
      await again();
      await untilProcessesEnd(sandbox.root, senderLimitMs);
      const expected = { cli_context: 'agent:gemini', is_interactive: false };
      return [...reasons, ...checkProperties(state, expected)];
    },
  };
};

const personTerminal: Scenario = {
  endpoint: 'up',
  ...onTerminal,
  inspect: (state) => checkProperties(state, { cli_context: 'human', is_interactive: true }),
};

async function whereTerminals(play: () => Promise<CaseFinding>): Promise<CaseFinding> {
  const why = whyNoTerminal();
  return why === undefined ? play() : { outcome: 'skipped', why };
}

/** Who is at the terminal. */
export const terminalCases: readonly ConformanceCase[] = [
  {
    name: 'terminal-agent',
    title: 'a terminal that a coding agent made: it gets no notice',
    run: (context) => whereTerminals(() => playScenario(context, agentTerminal())),
  },
  {
    name: 'terminal-person',
    title: 'a terminal of a person who has seen the notice',
    run: (context) => whereTerminals(() => playScenario(context, personTerminal)),
  },
];
