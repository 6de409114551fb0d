import type { CaseRun } from './contract-case.js';

const longNames: Readonly<Record<string, string>> = { '-o': 'output' };

/** Expected values for a whole run, from the command line and the machine, not from orbit. */
export function basePropertiesOf(run: CaseRun, version: string): Record<string, unknown> {
  const { args } = run;
  const firstFlag = args.findIndex((arg) => arg.startsWith('-'));
  const path = firstFlag < 0 ? args : args.slice(0, firstFlag);
  const flags = args
    .filter((arg) => arg.startsWith('-'))
    .map((arg) => longNames[arg] ?? arg.replace(/^--/, '').replace(/=.*/, ''));
  const isTerminal = run.turns !== undefined;
  return {
    command: ['orbit', ...path].join(' '),
    flags: [...new Set(flags)].sort(),
    version,
    env: version === 'main' ? 'dev' : 'prod',
    operating_system: process.platform,
    arch: process.arch,
    runtime: 'node',
    runtime_version: process.versions.node,
    is_ci: false,
    ci_name: null,
    cli_context: isTerminal ? 'human' : 'agent:unknown',
    is_interactive: isTerminal,
    ...run.base,
  };
}
