import {
  baseProperties,
  type ContractEvent,
  type ContractProperty,
  events,
  flows,
  lifecycle,
} from './contract.js';
import { rules } from './contract-rules.js';

/** Every event of the contract by its whole name, with the flow it belongs to. */
export function contractEvents(): Map<string, ContractEvent & { flow?: string }> {
  const all = new Map<string, ContractEvent & { flow?: string }>();
  for (const [name, event] of Object.entries({ ...lifecycle, ...events })) all.set(name, event);
  for (const [flow, { eventPrefix, events }] of Object.entries(flows)) {
    for (const [suffix, event] of Object.entries(events)) {
      all.set(`${eventPrefix} ${suffix}`, { ...event, flow });
    }
  }
  return all;
}

/** Names of the lines, one for each statement about orbit's events. */
export const line = {
  event: (event: string) => event,
  property: (event: string, property: string) => `${event}: ${property}`,
  absence: (event: string, property: string) => `${event}: without ${property}`,
  value: (event: string, property: string, value: unknown) => `${event}: ${property} = ${value}`,
  stop: (flow: string, step: string, how: string) => `${flow}: ${how} at ${step}`,
  rule: (rule: string) => `rule ${rule}`,
} as const;

/** Stands for every event in the names of lines about base properties. */
export const anyEvent = 'every event';

function propertyLines(event: string, name: string, property: ContractProperty): string[] {
  return [
    line.property(event, name),
    ...(property.onlyWhen === undefined ? [] : [line.absence(event, name)]),
    ...('values' in property ? property.values.map((value) => line.value(event, name, value)) : []),
  ];
}

function eventLines(event: string, properties: Readonly<Record<string, ContractProperty>>) {
  return Object.entries(properties).flatMap(([name, property]) =>
    propertyLines(event, name, property),
  );
}

/** Every line of the contract. Each needs a case. */
export function contractLines(): string[] {
  return [
    ...eventLines(anyEvent, baseProperties),
    ...[...contractEvents()].flatMap(([name, { properties }]) => [
      line.event(name),
      ...eventLines(name, properties),
    ]),
    ...Object.entries(flows).flatMap(([flow, { steps }]) =>
      steps.flatMap(({ name, cancelled, failed }) => [
        line.stop(flow, name, 'vanished'),
        ...(cancelled ? [line.stop(flow, name, 'cancelled')] : []),
        ...(failed ? [line.stop(flow, name, 'failed')] : []),
      ]),
    ),
    ...Object.keys(rules).map(line.rule),
  ];
}
