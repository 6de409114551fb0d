import {
  basePropertyNames,
  type CatalogJson,
  type EventDeclaration,
  type FlowDeclaration,
  lifecycleEvents,
  type PropertyDeclaration,
} from '@sonde/protocol';

/** One event that a tool can report, with its full name. */
export interface CatalogEvent {
  name: string;
  description: string | undefined;
  /** Its own properties; inside a flow, also the flow's. */
  properties: Record<string, PropertyDeclaration>;
  /** Properties that the SDK adds; the catalog declares no values for them. */
  added: readonly string[];
}

const flowEnds = [
  ['Completed', 'completed', ['duration_ms']],
  ['Aborted', 'aborted', ['step', 'reason']],
  ['Failed', 'failed', ['step', 'duration_ms', 'error_class']],
] as const;

/** The events of one flow: its start, its milestones in order, its three end events. */
export function listFlowEvents(flow: FlowDeclaration): CatalogEvent[] {
  const event = (
    suffix: string,
    properties: Record<string, PropertyDeclaration>,
    added: readonly string[] = [],
    description?: string,
  ): CatalogEvent => ({
    name: `${flow.event_prefix} ${suffix}`,
    description,
    properties: { ...flow.properties, ...properties },
    added,
  });
  return [
    event('Started', flow.started),
    ...flow.milestones.map(({ name, properties, description }) =>
      event(name, properties, [], description),
    ),
    ...flowEnds.map(([suffix, part, added]) => event(suffix, flow[part], added)),
  ];
}

/** An event outside flows. */
export function describeEvent({ name, description, properties }: EventDeclaration): CatalogEvent {
  return { name, description, properties, added: [] };
}

/** Every event that a tool declares, including those of its flows. */
export function listEvents(catalog: CatalogJson): CatalogEvent[] {
  return [...catalog.events.map(describeEvent), ...catalog.flows.flatMap(listFlowEvents)];
}

/** Properties that the SDK sets on the events of a command's lifecycle. */
const lifecycleProperties = [
  'succeeded',
  'exit_code',
  'duration_ms',
  'error_class',
  'error_source',
  'http_status',
  'user_cancelled',
  'vanished',
];

/** Property names of the SDK that invocations and commands must not use. */
export const reservedProperties: readonly string[] = [
  ...basePropertyNames,
  ...lifecycleProperties,
  ...new Set(flowEnds.flatMap(([, , added]) => added)),
];

/** Reasons that only the SDK can report. */
export const reservedReasons: readonly string[] = ['vanished', 'abandoned'];

/** Names of the SDK's own events. */
export const reservedEvents: readonly string[] = [...Object.values(lifecycleEvents), '$identify'];
