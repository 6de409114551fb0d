import {
  baseProperties,
  type ContractEvent,
  type ContractFlow,
  type ContractProperty,
  events,
  flows,
  lifecycle,
} from './contract.js';
import { rules } from './contract-rules.js';
import { markdownTable } from './markdown-table.js';

type Properties = Readonly<Record<string, ContractProperty>>;

/** docs/events.md: a table of events for each flow, and what is true of all of them. */
export function renderEventsDocument(): string {
  return `${[
    '# Events of orbit',
    'Look up here what [orbit](orbit.md) reports: each event, when it is sent and its properties. The catalog that declares them is [`catalog.ts`](../examples/orbit/src/catalog.ts).',
    'The contract in `e2e/contract` generates this page; [contributing](../CONTRIBUTING.md) says how, and how it is tested.',
    '## On every event',
    markdownTable(
      ['property', 'value'],
      Object.entries(baseProperties).map(([name, property]) => [
        `\`${name}\``,
        describeValue(property),
      ]),
    ),
    '## Every command',
    eventsTable(Object.entries({ ...lifecycle, ...events })),
    ...Object.entries(flows).flatMap(([name, flow]) => [
      `## Flow \`${name}\``,
      ...describeFlow(flow),
    ]),
    '## Always true',
    Object.entries(rules)
      .filter(([id]) => /^(run|command|flow|vanished)\./.test(id))
      .map(([, text]) => `- ${text}`)
      .join('\n'),
  ].join('\n\n')}\n`;
}

function describeFlow({ eventPrefix, steps, events }: ContractFlow): string[] {
  const shared = sharedProperties(Object.values(events));
  const names = steps.map(({ name }) => name);
  const eventsOfFlow = Object.entries(events).map(([suffix, event]) => [
    `${eventPrefix} ${suffix}`,
    { ...event, properties: without(event.properties, shared) },
  ]) as [string, ContractEvent][];
  return [
    `Steps: ${listCode(names)}.`,
    ...(Object.keys(shared).length === 0
      ? []
      : [`On each of its events: ${describeProperties(shared)}.`]),
    eventsTable(eventsOfFlow, names),
  ];
}

/** The properties that each of these events has, with the same values. */
function sharedProperties(events: readonly ContractEvent[]): Properties {
  const [first] = events;
  return Object.fromEntries(
    Object.entries(first?.properties ?? {}).filter(([name, property]) =>
      events.every(({ properties }) => properties[name] === property),
    ),
  );
}

function without(properties: Properties, left: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !(name in left)));
}

function eventsTable(
  all: readonly (readonly [string, ContractEvent])[],
  steps: readonly string[] = [],
): string {
  return markdownTable(
    ['event', 'when', 'properties'],
    all.map(([name, { when, properties }]) => [
      `\`${name}\``,
      when,
      describeProperties(properties, steps) || '–',
    ]),
  );
}

function describeProperties(properties: Properties, steps: readonly string[] = []): string {
  return Object.entries(properties)
    .map(([name, property]) => {
      const isAnyStep = 'values' in property && property.values.length === steps.length;
      return name === 'step' && isAnyStep
        ? '`step`: any step'
        : `\`${name}\`: ${describeValue(property)}`;
    })
    .join('; ');
}

function describeValue(property: ContractProperty): string {
  const value = 'values' in property ? listCode(property.values) : property.shape;
  return property.onlyWhen === undefined ? value : `${value} (only if ${property.onlyWhen})`;
}

const listCode = (values: readonly (string | number | boolean)[]) =>
  values.map((value) => `\`${value}\``).join(', ');
