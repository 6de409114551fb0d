import type { BaseProperties } from '@sonde/protocol';
import { hasControllingTerminal } from './controlling-terminal.js';
import { detectAgent } from './detect-agent.js';
import type { Ci } from './detect-ci.js';
import { isTerminal } from './is-terminal.js';
import { bun, deno } from './other-runtime.js';
import type { Environment } from './variables.js';

/** The base properties that are the same for the whole process. */
export type ProcessProperties = Omit<
  BaseProperties,
  'invocation_id' | 'sequence' | 'command' | 'flags'
>;

/** The properties of the process: its system, runtime and context. */
export function describeProcess(options: {
  version: string;
  env: string;
  ci: Ci;
  environment: Environment;
}): ProcessProperties {
  const { ci, environment } = options;
  const stdin = isTerminal(0);
  const stdout = isTerminal(1);
  const agent = detectAgent(environment);
  return {
    version: options.version,
    env: options.env,
    operating_system: process.platform,
    arch: process.arch,
    runtime: bun ? 'bun' : deno ? 'deno' : 'node',
    runtime_version: bun ?? deno ?? process.versions.node,
    is_ci: ci.isCi,
    ci_name: ci.name,
    cli_context:
      agent !== undefined
        ? `agent:${agent}`
        : stdin || stdout || ci.isCi || hasControllingTerminal()
          ? 'human'
          : 'agent:unknown',
    // No person uses an agent's terminal.
    is_interactive: stdin && stdout && !ci.isCi && agent === undefined,
  };
}
