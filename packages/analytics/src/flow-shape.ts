import {
  type FlowDeclaration,
  type FlowRole,
  flowRole,
  type MilestoneDeclaration,
} from '@sonde/protocol';
import type { Declaration } from './answer-fields.js';
import type { CatalogAge } from './catalog-order.js';
import { compareText } from './recorded-event.js';

/** What is known of a flow: from the catalogs, or only from the events that named it. */
export interface FlowShape {
  name: string;
  title: string;
  declaration: Declaration;
  /** Those whose catalogs declare it, by name. */
  tools: readonly string[];
  /**
   * How its events begin, newest first. Empty when no Started event of an undeclared flow was seen; then
   * the last word of an event decides its role.
   */
  eventPrefixes: readonly string[];
  /** Of all catalogs, in order; of a flow that is in none those that its runs named. */
  steps: readonly string[];
  /** Of all catalogs. */
  milestones: readonly MilestoneDeclaration[];
  /** What the newest version does not declare, by the id of its stage. */
  undeclared: ReadonlyMap<string, Declaration>;
  /** The different orders of its steps, that of the newest version first. */
  editions: readonly FlowEdition[];
  /** A run may go on in later invocations. */
  resumable: boolean;
}

/** The steps of a flow as some versions of a tool go through them. */
interface FlowEdition {
  steps: readonly string[];
  versions: readonly ToolVersion[];
}

export interface ToolVersion {
  tool: string;
  version: string;
}

/** A name of an event that was seen in a flow. */
export interface SeenFlowEvent {
  flow: string;
  event: string;
}

/** What a catalog says of flows. */
export interface DeclaredFlows {
  tool: string;
  age: CatalogAge;
  /** Those that use it. */
  versions: readonly string[];
  flows: readonly FlowDeclaration[];
}

/** The id under which a step is a stage. */
export function stepStage(step: string): string {
  return `step:${step}`;
}

/** The id under which a milestone is a stage. */
export function milestoneStage(name: string): string {
  return `milestone:${name}`;
}

/**
 * Brings together the flows of the catalogs and those that were only seen: those that are declared
 * now, in the order of their catalogs, then those of other catalogs, then the others by name.
 *
 * Where catalogs differ about a flow the first of them decides; what only others declare is added.
 *
 * @param catalogs Those of each tool, the newest first.
 * @param tools When some are named, their flows come first, and are as these tools declare them.
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

/** The first list; steps that only others have stand before the step that comes after them there. */
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

/** What an event does to the runs of its flow. */
export function eventRole(shape: FlowShape | undefined, event: string): FlowRole {
  const prefixes = shape?.eventPrefixes ?? [];
  if (prefixes.length === 0) return flowRole(event, undefined);
  const roles = prefixes.map((prefix) => flowRole(event, prefix));
  return roles.find((role) => role !== 'milestone') ?? 'milestone';
}

/** Name of a milestone: its event without the flow's prefix. */
export function milestoneName(shape: FlowShape | undefined, event: string): string {
  for (const prefix of shape?.eventPrefixes ?? []) {
    if (event.startsWith(`${prefix} `)) return event.slice(prefix.length + 1);
  }
  return event;
}

/** Whether a flow is listed although none of its runs is: the tools that are asked about declare it. */
export function isListed({ declaration, tools }: FlowShape, asked: readonly string[]): boolean {
  return (
    declaration === 'now' && (asked.length === 0 || tools.some((tool) => asked.includes(tool)))
  );
}

/** Which of the flow's editions a run of a version is; -1 when it is not known. */
export function editionOf({ editions }: FlowShape, run: ToolVersion): number {
  return editions.findIndex(({ versions }) =>
    versions.some(({ tool, version }) => tool === run.tool && version === run.version),
  );
}
