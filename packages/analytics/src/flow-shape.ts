import {
  type FlowDeclaration,
  type FlowRole,
  flowRole,
  type MilestoneDeclaration,
} from '@sonde/protocol';
import type { CatalogAge } from './catalog-order.js';
import { compareText } from './recorded-event.js';
import type { Declaration } from './response-fields.js';

/** What is known about a flow, from catalogs or only from its events. */
export interface FlowShape {
  name: string;
  title: string;
  declaration: Declaration;
  /** Tools whose catalogs declare it, by name. */
  tools: readonly string[];
  /**
   * Prefixes of its event names, newest first. Empty if no Started event of an undeclared flow was
   * seen; then the last word of an event's name decides its role.
   */
  eventPrefixes: readonly string[];
  /**
   * Steps of all catalogs, in order; for a flow that is in no catalog, the steps that its runs
   * reported.
   */
  steps: readonly string[];
  /** Milestones of all catalogs. */
  milestones: readonly MilestoneDeclaration[];
  /** Stages that the newest version does not declare, by id. */
  undeclared: ReadonlyMap<string, Declaration>;
  /** The different orders of its steps, newest version first. */
  editions: readonly FlowEdition[];
  /** A run may go on in later invocations. */
  resumable: boolean;
}

/** The steps of a flow in the order that some versions of a tool use. */
interface FlowEdition {
  steps: readonly string[];
  versions: readonly ToolVersion[];
}

export interface ToolVersion {
  tool: string;
  version: string;
}

/** The name of an event that was seen in a flow. */
export interface SeenFlowEvent {
  flow: string;
  event: string;
}

/** The flows that a catalog declares. */
export interface DeclaredFlows {
  tool: string;
  age: CatalogAge;
  /** Versions that use the catalog. */
  versions: readonly string[];
  flows: readonly FlowDeclaration[];
}

/** The stage id of a step. */
export function stepStage(step: string): string {
  return `step:${step}`;
}

/** The stage id of a milestone. */
export function milestoneStage(name: string): string {
  return `milestone:${name}`;
}

/**
 * Merges flows from catalogs with flows that only events name. Currently declared flows come first,
 * in catalog order, then flows of other catalogs, then the rest by name.
 *
 * If catalogs disagree about a flow, the first one decides; steps and milestones that only others
 * declare are added.
 *
 * @param catalogs Catalogs of each tool, newest first.
 * @param tools If given, flows of these tools come first, as these tools declare them.
 */
export function flowShapes(
  catalogs: readonly DeclaredFlows[],
  seen: readonly SeenFlowEvent[],
  tools: readonly string[] = [],
): Map<string, FlowShape> {
  const shapes = declaredShapes(catalogs.filter(({ tool }) => tools.includes(tool)));
  for (const [name, shape] of declaredShapes(catalogs)) {
    if (!shapes.has(name)) shapes.set(name, shape);
  }
  const undeclared = [...new Set(seen.map(({ flow }) => flow))]
    .filter((flow) => flow !== '' && !shapes.has(flow))
    .sort(compareText);
  for (const flow of undeclared) {
    const events = seen.filter((entry) => entry.flow === flow).map(({ event }) => event);
    shapes.set(flow, discoveredShape(flow, events));
  }
  return shapes;
}

function declaredShapes(catalogs: readonly DeclaredFlows[]): Map<string, FlowShape> {
  const ordered = [
    ...catalogs.filter(({ age }) => age === 'now'),
    ...catalogs.filter(({ age }) => age !== 'now'),
  ];
  const declared = new Map<string, DeclaredFlow[]>();
  for (const { flows, ...catalog } of ordered) {
    for (const flow of flows) {
      declared.set(flow.name, [...(declared.get(flow.name) ?? []), { ...catalog, flow }]);
    }
  }
  return new Map([...declared].map(([name, all]) => [name, declaredShape(name, all)]));
}

interface DeclaredFlow extends Omit<DeclaredFlows, 'flows'> {
  flow: FlowDeclaration;
}

function declaredShape(name: string, declarations: readonly DeclaredFlow[]): FlowShape {
  const [first] = declarations as [DeclaredFlow, ...DeclaredFlow[]];
  const milestones = new Map<string, MilestoneDeclaration>();
  const undeclared = new Map<string, Declaration>();
  const known = new Set<string>();
  for (const { flow, age } of declarations) {
    for (const milestone of flow.milestones) {
      if (!milestones.has(milestone.name)) milestones.set(milestone.name, milestone);
    }
    const stages = [
      ...flow.steps.map(stepStage),
      ...flow.milestones.map((milestone) => milestoneStage(milestone.name)),
    ];
    for (const id of stages) {
      if (!known.has(id) && age !== 'now') undeclared.set(id, age);
      known.add(id);
    }
  }
  return {
    name,
    title: first.flow.title,
    declaration: first.age,
    tools: [...new Set(declarations.map(({ tool }) => tool))].sort(compareText),
    eventPrefixes: [...new Set(declarations.map(({ flow }) => flow.event_prefix))],
    steps: mergeSteps(declarations.map(({ flow }) => flow.steps)),
    milestones: [...milestones.values()],
    undeclared,
    editions: listEditions(declarations),
    resumable: first.flow.resume_within_ms !== undefined,
  };
}

/**
 * Merges lists of steps: the first list, with each missing step inserted before its successor in
 * the other list.
 */
function mergeSteps(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists;
  const merged = [...first];
  for (const steps of others) {
    let next = merged.length;
    for (const step of steps.toReversed()) {
      const place = merged.indexOf(step);
      if (place === -1) merged.splice(next, 0, step);
      else next = place;
    }
  }
  return merged;
}

function listEditions(declarations: readonly DeclaredFlow[]): FlowEdition[] {
  const editions = new Map<string, { steps: readonly string[]; versions: ToolVersion[] }>();
  for (const { flow, tool, versions } of declarations) {
    const key = JSON.stringify(flow.steps);
    const edition = editions.get(key) ?? { steps: flow.steps, versions: [] };
    edition.versions.push(...versions.map((version) => ({ tool, version })));
    editions.set(key, edition);
  }
  return [...editions.values()];
}

const startedSuffix = ' Started';

/** The shortest prefix wins: a milestone such as `CLI Auth Browser Started` has a longer one. */
function discoveredShape(name: string, events: readonly string[]): FlowShape {
  const prefixes = events
    .filter((event) => event.endsWith(startedSuffix))
    .map((event) => event.slice(0, -startedSuffix.length))
    .sort((a, b) => a.length - b.length || compareText(a, b));
  return {
    name,
    title: name,
    declaration: 'never',
    tools: [],
    eventPrefixes: prefixes.slice(0, 1),
    steps: [],
    milestones: [],
    undeclared: new Map(),
    editions: [],
    resumable: false,
  };
}

/** What an event does to a run of its flow. */
export function eventRole(shape: FlowShape | undefined, event: string): FlowRole {
  const prefixes = shape?.eventPrefixes ?? [];
  if (prefixes.length === 0) return flowRole(event, undefined);
  const roles = prefixes.map((prefix) => flowRole(event, prefix));
  return roles.find((role) => role !== 'milestone') ?? 'milestone';
}

/** Name of a milestone: its event's name without the flow's prefix. */
export function milestoneName(shape: FlowShape | undefined, event: string): string {
  for (const prefix of shape?.eventPrefixes ?? []) {
    if (event.startsWith(`${prefix} `)) return event.slice(prefix.length + 1);
  }
  return event;
}

/** Whether a flow or an event that did not occur is listed: one of the selected tools declares it. */
export function isListed(
  { declaration, tools }: Pick<FlowShape, 'declaration' | 'tools'>,
  asked: readonly string[],
): boolean {
  return (
    declaration === 'now' && (asked.length === 0 || tools.some((tool) => asked.includes(tool)))
  );
}

/** Index of the flow edition that a version uses; -1 if unknown. */
export function editionOf({ editions }: FlowShape, run: ToolVersion): number {
  return editions.findIndex(({ versions }) =>
    versions.some(({ tool, version }) => tool === run.tool && version === run.version),
  );
}
