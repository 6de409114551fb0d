import { basePropertiesOf } from './base-properties.js';
import { baseProperties } from './contract.js';
import type { CaseRun, ContractCase } from './contract-case.js';
import { anyEvent, contractEvents, contractLines, line } from './contract-lines.js';
import type { RuleId } from './contract-rules.js';
import { contractTable } from './contract-table.js';
import type { EventContext, ExpectedEvent } from './expected-events.js';

const known = contractEvents();

/** Every case with its number, from 1, in the order of the table. */
export function numberCases(): { number: number; topic: string; contractCase: ContractCase }[] {
  return Object.entries(contractTable)
    .flatMap(([topic, cases]) => cases.map((contractCase) => ({ topic, contractCase })))
    .map((numbered, index) => ({ number: index + 1, ...numbered }));
}

/** The lines of the contract that a case covers, by its expected events and its rules. */
function linesShownBy({ rules = [], world = {}, runs }: ContractCase): Set<string> {
  const shown = new Set<string>([...rules, ...impliedRules(runs)].map(line.rule));
  const { applications = [], version } = world;
  for (const run of runs) {
    // Events of another program do not prove that orbit sends them.
    if (run.events === 'nothing' || run.program === 'misuse') continue;
    let context: Partial<EventContext> = {
      app_id: applications.length > 0 ? { shape: 'app id' } : undefined,
      configured_applications: applications.length,
      ...run.context,
    };
    for (const item of run.events) {
      if ('now' in item) {
        context = { ...context, ...item.now };
        continue;
      }
      addBase(run, version, context, shown);
      addEvent(item, shown);
    }
  }
  return shown;
}

/** Compared or checked wherever something is reported: see `check-run.ts`. */
const alwaysShown: readonly RuleId[] = [
  'run.one_invocation',
  'run.sequence',
  'run.timestamps',
  'run.delivered',
  'run.declared',
  'run.private',
  'base.every_event',
];
const shownByFlows: readonly RuleId[] = [
  'flow.one_terminal',
  'flow.run_id',
  'flow.step_not_reported',
];

function impliedRules(runs: readonly CaseRun[]): RuleId[] {
  const reported = runs.flatMap(({ events }) =>
    events === 'nothing' ? [] : events.filter((item): item is ExpectedEvent => 'event' in item),
  );
  if (reported.length === 0) return [];
  const hasFlow = reported.some(({ flow }) => flow !== undefined);
  const hasMilestone = reported.some(({ event }) => event.endsWith(' Terms'));
  return [
    ...alwaysShown,
    ...(hasFlow ? shownByFlows : []),
    ...(hasMilestone ? (['flow.milestone_between'] as const) : []),
  ];
}

function addBase(
  run: CaseRun,
  version: string | undefined,
  { app_id, configured_applications }: Partial<EventContext>,
  shown: Set<string>,
): void {
  const given: Record<string, unknown> = {
    invocation_id: '',
    sequence: 1,
    ...basePropertiesOf(run, version === 'source' ? 'main' : '1.3.1'),
    app_id,
    configured_applications,
  };
  addProperties(anyEvent, given, baseProperties, shown);
}

function addEvent({ event, flow, properties }: ExpectedEvent, shown: Set<string>): void {
  shown.add(line.event(event));
  addProperties(event, properties, known.get(event)?.properties ?? {}, shown);
  const { step, reason } = properties;
  if (flow === undefined || typeof step !== 'string') return;
  shown.add(line.stop(flow, step, reason === undefined ? 'failed' : String(reason)));
}

function addProperties(
  event: string,
  given: Readonly<Record<string, unknown>>,
  declared: Readonly<Record<string, { onlyWhen?: string }>>,
  shown: Set<string>,
): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    shown.add(line.property(event, name));
    if (typeof value !== 'object') shown.add(line.value(event, name, value));
  }
  for (const [name, { onlyWhen }] of Object.entries(declared)) {
    if (onlyWhen !== undefined && given[name] === undefined) shown.add(line.absence(event, name));
  }
}

/** Numbers of the cases that cover each line of the contract; empty if there are none. */
export function measureCoverage(): Map<string, number[]> {
  const coverage = new Map<string, number[]>(contractLines().map((name) => [name, []]));
  for (const { number, contractCase } of numberCases()) {
    for (const name of linesShownBy(contractCase)) coverage.get(name)?.push(number);
  }
  return coverage;
}

/**
 * Expectations of cases that are not in the contract: an event, a property, or a value of an
 * enumeration.
 */
export function findUnknownExpectations(): string[] {
  const unknown = new Set<string>();
  for (const { contractCase } of numberCases()) {
    for (const { events } of contractCase.runs) {
      for (const item of events === 'nothing' ? [] : events) {
        if ('now' in item) continue;
        const declared = known.get(item.event);
        if (declared === undefined || declared.flow !== item.flow) {
          unknown.add(item.event);
          continue;
        }
        for (const [name, value] of Object.entries(item.properties)) {
          const property = declared.properties[name];
          const isKnown =
            property !== undefined &&
            (!('values' in property) || property.values.some((other) => other === value));
          if (!isKnown) unknown.add(line.value(item.event, name, JSON.stringify(value)));
        }
        for (const [name, { onlyWhen }] of Object.entries(declared.properties)) {
          if (onlyWhen === undefined && !(name in item.properties)) {
            unknown.add(line.absence(item.event, name));
          }
        }
      }
    }
  }
  return [...unknown];
}
