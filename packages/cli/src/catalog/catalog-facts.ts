import {
  type CatalogJson,
  type CommandDeclaration,
  type EventDeclaration,
  type FlowDeclaration,
  lifecycleEvents,
  type PropertyDeclaration,
} from '@sonde/protocol';
import { type CatalogEvent, describeEvent, listFlowEvents } from './catalog-events.js';

/** One collected thing. Two catalogs with the same facts collect the same data. */
export interface Fact {
  /** Unique in a catalog, for example `CLI Auth Completed: plan`. */
  name: string;
  kind: 'tool' | 'event' | 'property' | 'flow' | 'step' | 'reason';
  /** For a property: the values it can have. */
  property?: PropertyDeclaration;
}

/**
 * The facts of each part of a declaration. A new part of the catalog's JSON form does not compile
 * until it is added here.
 */
type FactsOf<Declaration> = {
  [Part in keyof Required<Declaration>]: (declaration: Declaration) => readonly Fact[];
};

/** For parts that change only text, not the collected data. */
const nothing = (): readonly Fact[] => [];
/** For parts that belong to the facts of another part. */
const elsewhere = nothing;

function propertyFacts(where: string, properties: Record<string, PropertyDeclaration>): Fact[] {
  return Object.entries(properties).map(([name, property]) => ({
    name: `${where}: ${name}`,
    kind: 'property',
    property,
  }));
}

function eventFacts({ name, properties }: CatalogEvent): Fact[] {
  return [{ name, kind: 'event' }, ...propertyFacts(name, properties)];
}

function gather<Declaration>(parts: FactsOf<Declaration>, declaration: Declaration): Fact[] {
  const all = Object.values(parts) as ((declaration: Declaration) => readonly Fact[])[];
  return all.flatMap((part) => part(declaration));
}

const ofEvent: FactsOf<EventDeclaration> = {
  name: (event) => eventFacts(describeEvent(event)),
  properties: elsewhere,
  description: nothing,
};

const ofFlow: FactsOf<FlowDeclaration> = {
  name: ({ name }) => [{ name: `flow ${name}`, kind: 'flow' }],
  event_prefix: (flow) => listFlowEvents(flow).flatMap(eventFacts),
  steps: ({ name, steps }) =>
    steps.map((step) => ({ name: `flow ${name}: step ${step}`, kind: 'step' })),
  reasons: ({ name, reasons }) =>
    reasons.map((reason) => ({ name: `flow ${name}: reason ${reason}`, kind: 'reason' })),
  nested: ({ name, nested }) =>
    nested === 'report' ? [{ name: `flow ${name}: runs inside other flows`, kind: 'flow' }] : [],
  resume_within_ms: ({ name, resume_within_ms }) =>
    resume_within_ms === undefined
      ? []
      : [{ name: `flow ${name}: runs that continue in later invocations`, kind: 'flow' }],
  milestones: elsewhere,
  properties: elsewhere,
  started: elsewhere,
  completed: elsewhere,
  aborted: elsewhere,
  failed: elsewhere,
  title: nothing,
  description: nothing,
};

const ofCommand: FactsOf<CommandDeclaration> = {
  name: elsewhere,
  arguments: (command) => propertyFacts(`arguments of ${command.name}`, command.arguments),
};

const ofCatalog: FactsOf<CatalogJson> = {
  format: nothing,
  consent_version: nothing,
  purpose: nothing,
  // The class of an error is collected with or without a declared name.
  error_classes: nothing,
  commands: ({ commands = [] }) => commands.flatMap((command) => gather(ofCommand, command)),
  usage_errors: ({ usage_errors }) =>
    usage_errors === true ? [{ name: lifecycleEvents.rejected, kind: 'event' }] : [],
  tool: ({ tool }) => [{ name: `tool ${tool}`, kind: 'tool' }],
  invocation_properties: ({ invocation_properties }) =>
    propertyFacts('every event', invocation_properties),
  events: ({ events }) => events.flatMap((event) => gather(ofEvent, event)),
  flows: ({ flows }) => flows.flatMap((flow) => gather(ofFlow, flow)),
};

/** Everything that a tool with this catalog collects, except base properties. */
export function listFacts(catalog: CatalogJson): Map<string, Fact> {
  return new Map(gather(ofCatalog, catalog).map((fact) => [fact.name, fact]));
}
