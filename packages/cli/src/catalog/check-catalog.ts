import { basePropertyNames, type CatalogJson, type PropertyDeclaration } from '@sonde/protocol';
import {
  listEvents,
  reservedEvents,
  reservedProperties,
  reservedReasons,
} from './catalog-events.js';

/** The fault in a property's declaration; undefined if there is none. */
function explainProperty(property: PropertyDeclaration): string | undefined {
  switch (property.type) {
    case 'enum':
      if (property.values.length === 0) return 'has no values';
      return new Set(property.values).size < property.values.length ? 'repeats a value' : undefined;
    case 'integer':
      return property.min > property.max ? 'has a min above its max' : undefined;
    case 'slug':
      try {
        new RegExp(property.pattern);
        return undefined;
      } catch {
        return 'has an invalid regular expression as pattern';
      }
    case 'boolean':
    case 'duration':
    case 'version':
      return undefined;
    default:
      return property satisfies never;
  }
}

function checkProperties(
  where: string,
  properties: Record<string, PropertyDeclaration>,
  taken: readonly string[],
): string[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const fault = explainProperty(property);
    return [
      ...(taken.includes(name) ? [`${where}: the SDK itself sets ${name}; use another name`] : []),
      ...(fault === undefined ? [] : [`${where}: ${name} ${fault}`]),
    ];
  });
}

/** Faults of a catalog with a valid shape, one sentence each; empty if there are none. */
export function findFaults(catalog: CatalogJson): string[] {
  const faults = checkProperties(
    'invocation properties',
    catalog.invocation_properties,
    reservedProperties,
  );
  for (const command of catalog.commands ?? []) {
    const where = `arguments of ${command.name}`;
    faults.push(...checkProperties(where, command.arguments, reservedProperties));
  }
  const seen = new Set<string>();
  for (const { name, properties, added } of listEvents(catalog)) {
    if (reservedEvents.includes(name))
      faults.push(`${name}: the SDK itself reports an event with this name`);
    if (seen.has(name)) faults.push(`${name}: two events have this name`);
    seen.add(name);
    faults.push(...checkProperties(name, properties, [...basePropertyNames, ...added]));
  }
  for (const flow of catalog.flows) {
    for (const reason of flow.reasons.filter((each) => reservedReasons.includes(each))) {
      faults.push(`flow ${flow.name}: the SDK itself reports the reason ${reason}`);
    }
    for (const { name, step } of flow.milestones) {
      if (step !== null && !flow.steps.includes(step)) {
        faults.push(`${flow.event_prefix} ${name}: ${step} is not a step of the flow ${flow.name}`);
      }
    }
  }
  return [...new Set(faults)];
}

/** Events and properties without a description, which tells users why they are collected. */
export function findUndescribed(catalog: CatalogJson): string[] {
  const undescribed = (where: string, properties: Record<string, PropertyDeclaration>) =>
    Object.entries(properties)
      .filter(([, { description }]) => description === undefined)
      .map(([name]) => `${where}: ${name}`);
  return [
    ...undescribed('invocation properties', catalog.invocation_properties),
    ...catalog.events.flatMap(({ name, description, properties }) => [
      ...(description === undefined ? [name] : []),
      ...undescribed(name, properties),
    ]),
    ...(catalog.commands ?? []).flatMap((command) =>
      undescribed(`arguments of ${command.name}`, command.arguments),
    ),
    ...catalog.flows.filter(({ description }) => description === undefined).map(({ name }) => name),
  ];
}
