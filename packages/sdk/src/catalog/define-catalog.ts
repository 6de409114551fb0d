import type { Enumeration, PropertySet } from './property.js';

/** One event outside flows. */
export interface EventDefinition {
  readonly description?: string;
  readonly properties?: PropertySet;
}

/** An event inside a flow, between its start and its end event. */
export interface MilestoneDefinition {
  readonly description?: string;
  /** The step during which it is reported; null or absent when it precedes the first step. */
  readonly step?: string | null;
  /** Whether it is a stage of the funnel. Default true; false for a side exit such as `Declined Terms`. */
  readonly onPath?: boolean;
  readonly properties?: PropertySet;
}

/** A task of the user that may take several steps. */
export interface FlowDefinition {
  readonly title: string;
  readonly description?: string;
  /** The prefix of the flow's event names, for example `CLI Application Create`. */
  readonly eventPrefix: string;
  /** The steps, in order. */
  readonly steps: readonly string[];
  /** Why a run may be aborted. `cancelled` and `vanished` are always possible. */
  readonly reasons?: readonly string[];
  /**
   * What happens if the flow is started inside another one. `collapse` (default) reports nothing, but may
   * move the outer flow's step. `report` reports it with `triggered_from` and `parent_flow_run_id`.
   */
  readonly nested?: 'collapse' | 'report';
  /**
   * Lets later invocations of the tool continue a run of the flow, until this many milliseconds after its
   * start; at most seven days. After that it is reported as `Aborted` with the reason `abandoned`.
   * Default: a run ends with the process.
   */
  readonly resumeWithinMs?: number;
  readonly milestones?: Readonly<Record<string, MilestoneDefinition>>;
  /** Properties of every event of the flow, passed when it starts. */
  readonly properties?: PropertySet;
  /** Additional properties of `<prefix> Started`. */
  readonly started?: PropertySet;
  /** Properties of `<prefix> Completed`, in addition to `duration_ms`. */
  readonly completed?: PropertySet;
  /** Properties of `<prefix> Aborted`, in addition to `step` and `reason`. */
  readonly aborted?: PropertySet;
  /** Properties of `<prefix> Failed`, in addition to `step`, `duration_ms` and `error_class`. */
  readonly failed?: PropertySet;
}

// biome-ignore lint/suspicious/noExplicitAny: an error class may take any arguments
type ErrorConstructor = abstract new (...parameters: any[]) => unknown;

/**
 * How to recognise errors of one name: by class, by `code`, or with a function. The first match in the
 * order of declaration names the error.
 */
export type ErrorClassDefinition =
  | ErrorConstructor
  | { readonly code: string | readonly string[] }
  | { readonly matches: (error: unknown) => boolean };

/** A command with positional arguments to report. Only values of an enumeration are reported. */
export interface CommandDefinition {
  /** Arguments by their name in the program. They are properties of the command's lifecycle events. */
  readonly arguments: Readonly<Record<string, Enumeration<string>>>;
}

/** Everything a tool declares: the argument of {@link defineCatalog}. */
export interface CatalogDefinition {
  /** The tool's name as typed in a shell: lower-case letters, digits and `-`. */
  readonly tool: string;
  /** Why data is collected: a sentence for the tool's users. */
  readonly purpose?: string;
  /** Raise it when the tool collects something new; the notice is then shown again. Default 1. */
  readonly consentVersion?: number;
  /** Properties of every event of an invocation, once {@link Telemetry.setInvocationProperties} has set them. */
  readonly invocationProperties?: PropertySet;
  readonly events?: Readonly<Record<string, EventDefinition>>;
  readonly flows?: Readonly<Record<string, FlowDefinition>>;
  /** Stable names of errors, reported as `error_class` even from a minified build. */
  readonly errorClasses?: Readonly<Record<string, ErrorClassDefinition>>;
  /** Commands by their full path, for example `orbit region set`. */
  readonly commands?: Readonly<Record<string, CommandDefinition>>;
  /** Reports `Command Rejected` when arguments are refused, but never the arguments. Default false. */
  readonly usageErrors?: boolean;
}

/** Checks that each milestone's step is a step of its own flow. */
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
 * Returns its argument with its exact type, against which the compiler checks every call. Throws a
 * `TypeError` if the tool's name cannot name a directory and a variable, or if `resumeWithinMs` exceeds
 * seven days.
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
      throw new TypeError('resumeWithinMs must be positive and at most 7 days.');
    }
  }
  return definition;
}
