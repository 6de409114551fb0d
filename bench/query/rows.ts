import type { queries } from '@sonde/store';

/** What a measured query needs to know about the data. */
export interface Data {
  /** Corrected times of the first and the last event, milliseconds since 1970. */
  oldest: number;
  newest: number;
  /** Id of one invocation, about the newest. */
  invocation: string;
}

/** One measured query of the dashboard. */
export interface Row {
  name: string;
  query: keyof typeof queries;
  /** Its parameters without the project. */
  input: Record<string, string | string[]>;
}

const day = 86_400_000;
const flow = 'application_create';
const freeFunnel = { step: ['Command Invoked', 'Command Completed'] };

/**
 * The measured queries.
 *
 * @param moved Milliseconds by which all ranges are moved, so that no range is queried twice: the
 *   dashboard's ranges end now, too.
 */
export function listRows({ oldest, newest, invocation }: Data, moved: number): Row[] {
  const to = newest + 1 + moved;
  const range = (from: number) => ({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  });
  const whole = range(oldest);
  const month = range(to - 30 * day);
  return [
    { name: 'funnel, all time', query: 'funnel', input: { ...whole, flow } },
    { name: 'funnel, 30 days', query: 'funnel', input: { ...month, flow } },
    { name: 'all flows, all time', query: 'flows', input: whole },
    { name: 'overview, 30 days', query: 'overview', input: month },
    {
      name: 'list behind a number',
      query: 'invocations',
      input: { ...whole, flow, flow_stopped_at: 'step:plan' },
    },
    { name: 'commands, 30 days', query: 'commands', input: month },
    { name: 'one command, 30 days', query: 'command', input: { ...month, name: 'orbit deploy' } },
    { name: 'errors, 30 days', query: 'errors', input: month },
    { name: 'agents, 30 days', query: 'agents', input: month },
    { name: 'free funnel, 30 days', query: 'freeFunnel', input: { ...month, ...freeFunnel } },
    { name: 'one invocation', query: 'invocation', input: { invocation_id: invocation } },
  ];
}
