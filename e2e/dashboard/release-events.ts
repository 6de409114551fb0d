import type { WireEvent } from '@sonde/protocol';

const hour = 3_600_000;
const people = 30;

/**
 * Two releases that the same people use. With the newer one, publishing fails for every third of
 * them, at a step of a flow; another command only a few of them use.
 */
export function releaseEvents(now: number): WireEvent[] {
  return ['2.0.0', '2.1.0'].flatMap((version, release) =>
    Array.from({ length: 2 * people }, (_, index) => {
      const person = index % people;
      const fails = release === 1 && person % 3 === 0;
      const id = `publish-${version}-${index}`;
      const start = now - (release === 1 ? 2 : 72) * hour + index * 1_000;
      const base = {
        ...{ version, env: 'prod', operating_system: 'linux', arch: 'x64', runtime: 'node' },
        ...{ is_ci: false, ci_name: null, is_interactive: true, cli_context: 'human' },
      };
      const event = (
        name: string,
        command: string,
        invocation_id: string,
        sequence: number,
        properties: WireEvent['properties'],
      ): WireEvent => ({
        event: name,
        distinct_id: `publisher-${person}`,
        anonymous_id: `publisher-${person}`,
        insert_id: `${invocation_id}-${sequence}`,
        timestamp: new Date(start + sequence).toISOString(),
        ...{ invocation_id, sequence },
        ...(name.startsWith('CLI') && { flow: 'application_create', flow_run_id: id }),
        properties: { ...base, command, ...properties },
      });
      const command = 'orbit publish';
      const error_class = 'PublishError';
      const flow = 'CLI Application Create';
      return [
        event(`${flow} Started`, command, id, 1, {}),
        fails
          ? event(`${flow} Failed`, command, id, 2, { step: 'api_call', error_class })
          : event(`${flow} Completed`, command, id, 2, {}),
        event('Command Completed', command, id, 3, {
          ...{ succeeded: !fails, exit_code: fails ? 1 : 0, flags: [], duration_ms: 900 },
          ...(fails && { error_class }),
        }),
        ...(person < 4
          ? [
              event('Command Completed', 'orbit unpublish', `un${id}`, 1, {
                ...{ succeeded: true, exit_code: 0, flags: [], duration_ms: 200 },
              }),
            ]
          : []),
      ];
    }).flat(),
  );
}
