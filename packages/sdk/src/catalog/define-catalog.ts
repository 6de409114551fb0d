import type { Enumeration, PropertySet } from './property.js';

/** One event outside flows. */
export interface EventDefinition {
  readonly description?: string;
  readonly properties?: PropertySet;
}

/** An event inside a flow, between its start and its terminal. */
export interface MilestoneDefinition {
  readonly description?: string;
  /** The step during which it is reported; null or absent when it precedes the first step. */
  readonly step?: string | null;
  /** A stage of the funnel. Default true; false for a side exit such as `Declined Terms`. */
  readonly onPath?: boolean;
  readonly properties?: PropertySet;
}

/** A thing a user sets out to do that may take several steps. */
export interface FlowDefinition {
  readonly title: string;
  readonly description?: string;
  /** Common start of the flow's event names, for example `CLI Application Create`. */
  readonly eventPrefix: string;
  /** In order. */
  readonly steps: readonly string[];
  /** Why a run may be aborted. `cancelled` and `vanished` are always possible. */
  readonly reasons?: readonly string[];
  /**
   * What it does when it is started inside another one: `collapse` (default) reports nothing and at
   * most moves the open one's step; `report` reports it with `triggered_from` and `parent_flow_run_id`.
   */
  readonly nested?: 'collapse' | 'report';
  /**
   * Lets a run go on in later runs of the tool, until this many milliseconds after its start, at most
   * seven days. When they have passed, it is reported as `Aborted` with the reason `abandoned`.
   * Default: a run ends with the process.
   */
  readonly resumeWithinMs?: number;
  readonly milestones?: Readonly<Record<string, MilestoneDefinition>>;
  /** On every event of the flow; given when it starts. */
  readonly properties?: PropertySet;
  /** Beside them, on `<prefix> Started`. */
  readonly started?: PropertySet;
  /** On `<prefix> Completed`, beside `duration_ms`. */
  readonly completed?: PropertySet;
  /** On `<prefix> Aborted`, beside `step` and `reason`. */
  readonly aborted?: PropertySet;
  /** On `<prefix> Failed`, beside `step`, `duration_ms` and `error_class`. */
  readonly failed?: PropertySet;
}

// biome-ignore lint/suspicious/noExplicitAny: a class of errors may take any arguments
type ErrorConstructor = abstract new (...parameters: any[]) => unknown;

/**
 * How errors of one name are recognised: by their class, by their `code`, or by asking. The first
 * one that fits, in the order of declaration, names the error.
 */
export type ErrorClassDefinition =
  | ErrorConstructor
  | { readonly code: string | readonly string[] }
  | { readonly matches: (error: unknown) => boolean };

/** A command whose positional arguments are reported where they are values of an enumeration. */
export interface CommandDefinition {
  /** By the name that the program gives the argument. On the events of the command's lifecycle. */
  readonly arguments: Readonly<Record<string, Enumeration<string>>>;
}

/** Everything a tool declares: the argument of {@link defineCatalog}. */
export interface CatalogDefinition {
  /** The tool's name as typed in a shell: lower-case letters, digits and `-`. */
  readonly tool: string;
  /** Why anything is collected: a sentence for the tool's users. */
  readonly purpose?: string;
  /** Raise it when something new is collected. Default 1. */
  readonly consentVersion?: number;
  /** On every event of an invocation once {@link Telemetry.setInvocationProperties} gave it. */
  readonly invocationProperties?: PropertySet;
  readonly events?: Readonly<Record<string, EventDefinition>>;
  readonly flows?: Readonly<Record<string, FlowDefinition>>;
  /** Stable names of errors: what is reported as `error_class`, in a minified build too. */
  readonly errorClasses?: Readonly<Record<string, ErrorClassDefinition>>;
  /** Commands by their full path, for example `orbit region set`. */
  readonly commands?: Readonly<Record<string, CommandDefinition>>;
}

/** Holds each milestone's step to the steps of its own flow. */
type CheckedSteps<Definition extends CatalogDefinition> = {
  readonly flows?: {
    readonly [Name in keyof Definition['flows']]: Definition['flows'][Name] extends FlowDefinition
      ? {
          readonly milestones?: {
            readonly [Milestone in keyof Definition['flows'][Name]['milestones']]: {
              readonly step?: Definition['flows'][Name]['steps'][number] | null;
            };
          };
        }
      : never;
  };
};

/** A catalog as {@link defineCatalog} returns it: the same object, with its exact type. */
export type Catalog<Definition extends CatalogDefinition = CatalogDefinition> = Definition;

const longestRunMs = 7 * 24 * 3_600_000;

/**
 * Declares what a tool may report. Nothing else can be reported.
 *
 * Returns its argument; what it gives is the types, against which every later call is checked. Throws
 * a `TypeError` when the tool's name cannot name a directory and a variable, or when a run may be
 * resumed for longer than seven days.
 *
 * @example
 * ```ts
 * import { defineCatalog, oneOf } from 'sonde/catalog';
 *
 * export const catalog = defineCatalog({
 *   tool: 'orbit',
 *   flows: {
 *     application_create: {
 *       title: 'Create an application',
 *       eventPrefix: 'CLI Application Create',
 *       steps: ['name', 'plan'],
 *       reasons: ['billing_required'],
 *       completed: { plan: oneOf('free', 'pro') },
 *     },
 *   },
 * });
 * ```
 */
export function defineCatalog<const Definition extends CatalogDefinition>(
  definition: Definition & CheckedSteps<Definition>,
): Catalog<Definition> {
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(definition.tool)) {
    throw new TypeError(
      `A tool's name is lower-case letters, digits and -, not ${JSON.stringify(definition.tool)}.`,
    );
  }
  for (const { resumeWithinMs = 1 } of Object.values(definition.flows ?? {})) {
    if (!(resumeWithinMs > 0 && resumeWithinMs <= longestRunMs)) {
      throw new TypeError('resumeWithinMs: 7 days at most.');
    }
  }
  return definition;
}
