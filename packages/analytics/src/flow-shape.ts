import type { FlowDeclaration, MilestoneDeclaration } from '@sonde/protocol';
import { compareText } from './recorded-event.js';

/** What is known of a flow: from the catalog, or only from the events that named it. */
export interface FlowShape {
  name: string;
  title: string;
  declared: boolean;
  /** Those that declare it, in the order of their catalogs. */
  tools: readonly string[];
  /** Undefined when no Started event was seen; then the last word of an event decides its role. */
  eventPrefix: string | undefined;
  /** In order; empty for a flow that is not declared, until its runs have named some. */
  steps: readonly string[];
  milestones: readonly MilestoneDeclaration[];
  /** A run may go on in later invocations. */
  resumable: boolean;
}

/** A name of an event that was seen in a flow. */
export interface SeenFlowEvent {
  flow: string;
  event: string;
}

/** What a catalog says of flows. */
export interface DeclaredFlows {
  tool: string;
  flows: readonly FlowDeclaration[];
}

/**
 * Brings together the flows of the catalogs and those that were only seen, catalogs first, in their
 * order; the others by name. A flow that several tools declare is as the first of them says.
 */
export function flowShapes(
  catalogs: readonly DeclaredFlows[],
  seen: readonly SeenFlowEvent[],
): Map<string, FlowShape> {
  const shapes = new Map<string, FlowShape>();
  for (const { tool, flows } of catalogs) {
    for (const declaration of flows) {
      const shape = shapes.get(declaration.name) ?? declaredShape(declaration);
      shapes.set(declaration.name, { ...shape, tools: [...shape.tools, tool] });
    }
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

function declaredShape(declaration: FlowDeclaration): FlowShape {
  return {
    name: declaration.name,
    title: declaration.title,
    declared: true,
    tools: [],
    eventPrefix: declaration.event_prefix,
    steps: declaration.steps,
    milestones: declaration.milestones,
    resumable: declaration.resume_within_ms !== undefined,
  };
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
    declared: false,
    tools: [],
    eventPrefix: prefixes[0],
    steps: [],
    milestones: [],
    resumable: false,
  };
}

/** Name of a milestone: its event without the flow's prefix. */
export function milestoneName(event: string, eventPrefix: string | undefined): string {
  if (eventPrefix !== undefined && event.startsWith(`${eventPrefix} `)) {
    return event.slice(eventPrefix.length + 1);
  }
  return event;
}
