import type { FunnelStage } from '../api/responses.js';
import type { InvocationListFilter } from '../url/invocation-search.js';

/** One way in which runs stopped at a stage. */
export interface Stop {
  /** `aborted:<reason>`, `failed:<error_class>`, `vanished` or `incomplete`. */
  id: string;
  outcome: 'aborted' | 'failed' | 'vanished' | 'incomplete';
  /** The reason or the error class; null if there is neither. */
  cause: string | null;
  runs: number;
  /** Filter of the list of invocations with these runs. */
  filter: InvocationListFilter;
}

/** Why runs stopped at a stage, sorted by count within each outcome. */
export function listStops(flow: string, { id, stopped }: FunnelStage): Stop[] {
  const at = { flow, flow_stopped_at: id };
  const stops: Stop[] = [
    ...stopped.aborted.map(({ reason, runs }) => ({
      id: `aborted:${reason}`,
      outcome: 'aborted' as const,
      cause: reason,
      runs,
      filter: {
        ...at,
        flow_outcome: 'aborted' as const,
        ...(reason !== '' && { flow_reason: reason }),
      },
    })),
    ...stopped.failed.map(({ error_class, runs }) => ({
      id: `failed:${error_class}`,
      outcome: 'failed' as const,
      cause: error_class,
      runs,
      filter: {
        ...at,
        flow_outcome: 'failed' as const,
        ...(error_class !== '' && { flow_error_class: error_class }),
      },
    })),
    ...(['vanished', 'incomplete'] as const).map((outcome) => ({
      id: outcome,
      outcome,
      cause: null,
      runs: stopped[outcome],
      filter: { ...at, flow_outcome: outcome },
    })),
  ];
  return stops.filter(({ runs }) => runs > 0);
}
