import type { Declaration } from '@sonde/analytics';
import {
  basePropertyNames,
  type CatalogJson,
  lifecycleEvents,
  type PropertyDeclaration,
} from '@sonde/protocol';
import type { WholeCatalog } from '../catalogs.js';

/** An event of one catalog. */
interface CatalogEvent {
  event: string;
  description: string | null;
  /** The flow that declares it; null if it stands alone. */
  flow: string | null;
  /** The properties declared for it. */
  properties: Record<string, PropertyDeclaration>;
  /** Those that the SDK adds. */
  added: readonly string[];
}

const outcomeProperties = ['exit_code', 'duration_ms', 'succeeded', 'user_cancelled', 'vanished'];
const errorProperties = ['error_class', 'error_source', 'http_status'];

/** What the SDK adds to the events of a flow, by their last word. */
const addedToFlow: Record<string, readonly string[]> = {
  Completed: ['duration_ms'],
  Aborted: ['step', 'reason', 'duration_ms'],
  Failed: ['step', ...errorProperties, 'duration_ms'],
};

const addedToLifecycle: Record<string, readonly string[]> = {
  [lifecycleEvents.failed]: errorProperties,
  [lifecycleEvents.completed]: [...outcomeProperties, 'error_class'],
};

/** The events that a catalog declares. */
export function eventsOf({ events, flows }: CatalogJson): CatalogEvent[] {
  const alone = events.map(({ name, description = null, properties }): CatalogEvent => {
    return { event: name, description, flow: null, properties, added: [] };
  });
  const ofFlows = flows.flatMap(({ name: flow, event_prefix, milestones, ...declared }) => {
    const describe = (
      suffix: string,
      description: string | null,
      own: Record<string, PropertyDeclaration>,
    ): CatalogEvent => ({
      event: `${event_prefix} ${suffix}`,
      description,
      flow,
      properties: { ...declared.properties, ...own },
      added: addedToFlow[suffix] ?? [],
    });
    return [
      describe('Started', null, declared.started),
      ...milestones.map(({ name, description = null, properties }) =>
        describe(name, description, properties),
      ),
      describe('Completed', null, declared.completed),
      describe('Aborted', null, declared.aborted),
      describe('Failed', null, declared.failed),
    ];
  });
  return [...alone, ...ofFlows];
}

const lifecycle: ReadonlySet<string> = new Set(Object.values(lifecycleEvents));

/** Whether the event marks the start or end of an invocation. */
export const isLifecycle = (event: string): boolean => lifecycle.has(event);

/** Whether the SDK or another client sends the event without a declaration in a catalog. */
export function isOfSdk(event: string): boolean {
  return isLifecycle(event) || event.startsWith('$');
}

/** A property to break an event down by. */
interface EventProperty {
  name: string;
  kind: 'declared' | 'sdk' | 'base';
  declaration: Declaration;
}

/** What all catalogs of a project say about an event. */
export interface DeclaredEvent {
  event: string;
  description: string | null;
  flow: string | null;
  declaration: Declaration;
  /** Tools whose catalogs declare it, by name. */
  tools: string[];
  properties: EventProperty[];
}

/** @param catalogs Grouped by tool; newest first within a tool. */
export function declaredEvents(catalogs: readonly WholeCatalog[]): Map<string, DeclaredEvent> {
  const declared = new Map<string, DeclaredEvent>();
  for (const { age, tool, catalog } of currentFirst(catalogs)) {
    for (const { properties, added, ...head } of eventsOf(catalog)) {
      const known = declared.get(head.event) ?? {
        ...{ ...head, declaration: age, tools: [], properties: [] },
      };
      declared.set(head.event, {
        ...known,
        tools: [...new Set([...known.tools, tool])].sort(),
        properties: distinct([
          ...known.properties,
          ...Object.keys(properties).map((name) => ({
            ...{ name, kind: 'declared' as const, declaration: age },
          })),
          ...added.map((name) => ({ name, kind: 'sdk' as const, declaration: 'now' as const })),
        ]),
      });
    }
  }
  return declared;
}

/** One event, also if no catalog declares it, with all properties to break it down by. */
export function describeEvent(catalogs: readonly WholeCatalog[], event: string): DeclaredEvent {
  const known = declaredEvents(catalogs).get(event) ?? undeclaredEvent(event);
  const ofCommands = currentFirst(catalogs).flatMap(({ age, catalog }) =>
    isLifecycle(event)
      ? (catalog.commands ?? []).flatMap((command) =>
          Object.keys(command.arguments).map(
            (name): EventProperty => ({ name, kind: 'declared', declaration: age }),
          ),
        )
      : [],
  );
  const ofInvocations = currentFirst(catalogs).flatMap(({ age, catalog }) =>
    Object.keys(catalog.invocation_properties).map(
      (name): EventProperty => ({ name, kind: 'base', declaration: age }),
    ),
  );
  const base = basePropertyNames
    // Each event has another one.
    .filter((name) => name !== 'invocation_id' && name !== 'sequence')
    .map((name): EventProperty => ({ name, kind: 'base', declaration: 'now' }));
  return {
    ...known,
    properties: distinct([...known.properties, ...ofCommands, ...base, ...ofInvocations]),
  };
}

export function undeclaredEvent(event: string): DeclaredEvent {
  const added = addedToLifecycle[event] ?? [];
  return {
    ...{ event, description: null, flow: null, tools: [] },
    declaration: isOfSdk(event) ? 'now' : 'never',
    properties: added.map((name) => ({ name, kind: 'sdk', declaration: 'now' })),
  };
}

function currentFirst(catalogs: readonly WholeCatalog[]): WholeCatalog[] {
  return [
    ...catalogs.filter(({ age }) => age === 'now'),
    ...catalogs.filter(({ age }) => age !== 'now'),
  ];
}

/** The first declaration of each property. */
function distinct(properties: readonly EventProperty[]): EventProperty[] {
  const byName = new Map<string, EventProperty>();
  for (const property of properties) {
    if (!byName.has(property.name)) byName.set(property.name, property);
  }
  return [...byName.values()];
}
