import type { WireEvent } from '@sonde/protocol';

const minute = 60_000;
const command = 'orbit deploy';

/**
 * A command that a coding agent fails at and tries again within the minute, and that people succeed
 * at.
 */
export function agentEvents(now: number): WireEvent[] {
  const attempt = (index: number, who: 'agent' | 'person'): WireEvent => {
    const isFailing = who === 'agent' && index % 3 !== 0;
    const ago = who === 'agent' ? index * (minute / 2) : index * 10 * minute;
    const invocation_id = `deploy-by-${who}-${index}`;
    return {
      event: 'Command Completed',
      distinct_id: `deploying-${who}`,
      anonymous_id: `deploying-${who}`,
      insert_id: invocation_id,
      timestamp: new Date(now - 60 * minute - ago).toISOString(),
      invocation_id,
      sequence: 1,
      properties: {
        ...{ command, version: '1.5.0', env: 'prod', operating_system: 'linux', arch: 'x64' },
        ...{ runtime: 'node', is_ci: false, ci_name: null, is_interactive: who === 'person' },
        cli_context: who === 'agent' ? 'agent:codex' : 'human',
        flags: [],
        succeeded: !isFailing,
        exit_code: isFailing ? 1 : 0,
        ...(isFailing && { error_class: 'PromptError' }),
        duration_ms: 800 + index,
      },
    };
  };
  return Array.from({ length: 24 }, (_, index) => [
    attempt(index, 'agent'),
    attempt(index, 'person'),
  ]).flat();
}
