import type { Properties, WireEvent } from '@sonde/protocol';
import type { CatalogDefinition } from '../catalog/define-catalog.js';

/** One attempt at a flow, read from its events. */
export interface RecordedFlow {
  flow: string;
  flow_run_id: string;
  outcome: 'open' | 'completed' | 'aborted' | 'failed';
  /** The step in the end event; null if it has none, and for completed runs. */
  step: string | null;
  /** For an aborted run. */
  reason: string | null;
  /** For a failed run. */
  error_class: string | null;
  /** In the order of their reports. */
  milestones: readonly string[];
  /** Properties of the last event, without base properties. */
  properties: Properties;
}

const outcomes: Readonly<Record<string, RecordedFlow['outcome']>> = {
  Completed: 'completed',
  Aborted: 'aborted',
  Failed: 'failed',
};

const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null);

/** Reads the runs of flows from events, in the order in which they began. */
export function readFlows(
  events: readonly WireEvent[],
  catalog: CatalogDefinition,
  ownProperties: (event: WireEvent) => Properties,
): RecordedFlow[] {
  const runs = new Map<string, RecordedFlow>();
  for (const event of events) {
    const { flow, flow_run_id } = event;
    if (flow === undefined || flow_run_id === undefined) continue;
    const prefix = catalog.flows?.[flow]?.eventPrefix ?? '';
    const word = event.event.slice(prefix.length + 1);
    const run = runs.get(flow_run_id) ?? {
      flow,
      flow_run_id,
      outcome: 'open',
      step: null,
      reason: null,
      error_class: null,
      milestones: [],
      properties: {},
    };
    const properties = ownProperties(event);
    const outcome = outcomes[word];
    runs.set(flow_run_id, {
      ...run,
      outcome: outcome ?? run.outcome,
      step: textOrNull(properties.step),
      reason: textOrNull(properties.reason),
      error_class: textOrNull(properties.error_class),
      milestones:
        outcome === undefined && word !== 'Started' ? [...run.milestones, word] : run.milestones,
      properties,
    });
  }
  return [...runs.values()];
}
