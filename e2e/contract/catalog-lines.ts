import type { CatalogJson, PropertyDeclaration } from '@sonde/protocol';
import { baseProperties, type ContractProperty, events, flows } from './contract.js';

type Lines = Record<string, string[]>;

const ownBaseProperties = ['app_id', 'configured_applications'];

const sorted = (lines: readonly string[]) => [...lines].sort();

function describeProperty(name: string, values: readonly unknown[] | undefined, optional: boolean) {
  const text = values === undefined ? name : `${name}: ${[...values].sort().join(' | ')}`;
  return optional ? `${text}, optional` : text;
}

function describeDeclared(declared: Readonly<Record<string, PropertyDeclaration>>): string[] {
  return Object.entries(declared).map(([name, property]) =>
    describeProperty(
      name,
      property.type === 'enum'
        ? property.values
        : property.type === 'boolean'
          ? [false, true]
          : undefined,
      property.optional === true,
    ),
  );
}

function describeExpected(expected: Readonly<Record<string, ContractProperty>>): string[] {
  return Object.entries(expected).map(([name, property]) =>
    describeProperty(
      name,
      'values' in property ? property.values : undefined,
      property.onlyWhen !== undefined,
    ),
  );
}

/** What a catalog declares, in a comparable form: one entry per event, flow or list. */
export function describeCatalog(catalog: CatalogJson): Lines {
  const lines: Lines = { 'every event': sorted(describeDeclared(catalog.invocation_properties)) };
  for (const { name, properties } of catalog.events)
    lines[name] = sorted(describeDeclared(properties));
  for (const flow of catalog.flows) {
    const { name, event_prefix, steps, reasons, milestones } = flow;
    lines[`flow ${name}`] = [event_prefix, ...steps];
    lines[`reasons of ${name}`] = sorted([...new Set([...reasons, 'cancelled'])]);
    const report = (
      suffix: string,
      own: Record<string, PropertyDeclaration>,
      added: string[] = [],
    ) => {
      lines[`${event_prefix} ${suffix}`] = sorted([
        ...describeDeclared({ ...flow.properties, ...own }),
        ...added,
      ]);
    };
    report('Started', flow.started);
    report('Completed', flow.completed, ['duration_ms']);
    report('Aborted', flow.aborted, ['step', 'reason']);
    report('Failed', flow.failed, ['step', 'duration_ms', 'error_class']);
    for (const milestone of milestones) report(milestone.name, milestone.properties);
  }
  return lines;
}

/** The contract in the same form. */
export function describeContract(): Lines {
  const lines: Lines = {
    'every event': sorted(
      describeExpected(
        Object.fromEntries(
          Object.entries(baseProperties).filter(([name]) => ownBaseProperties.includes(name)),
        ),
      ),
    ),
  };
  for (const [name, { properties }] of Object.entries(events)) {
    lines[name] = sorted(describeExpected(properties));
  }
  for (const [flow, { eventPrefix, steps, reasons, events }] of Object.entries(flows)) {
    lines[`flow ${flow}`] = [eventPrefix, ...steps.map(({ name }) => name)];
    lines[`reasons of ${flow}`] = sorted(reasons);
    for (const [suffix, { properties }] of Object.entries(events)) {
      const { step, reason, ...own } = properties;
      lines[`${eventPrefix} ${suffix}`] = sorted([
        ...describeExpected(own),
        ...(step ? ['step'] : []),
        ...(reason ? ['reason'] : []),
      ]);
    }
  }
  return lines;
}
