import type { PropertySet } from './property.js';

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

/** Everything a tool declares: the argument of {@link defineCatalog}. */
export interface CatalogDefinition {
  /** The tool's name as typed in a shell: lower-case letters, digits and `-`. */
  readonly tool: string;
  /** Raise it when something new is collected. Default 1. */
  readonly consentVersion?: number;
  /** On every event of an invocation once {@link Telemetry.setInvocationProperties} gave it. */
  readonly invocationProperties?: PropertySet;
  readonly events?: Readonly<Record<string, EventDefinition>>;
  readonly flows?: Readonly<Record<string, FlowDefinition>>;
  /** Stable names for classes of errors, so that a minified build reports the same `error_class`. */
  readonly errorClasses?: Readonly<Record<string, ErrorConstructor>>;
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

/**
 * Declares what a tool may report. Nothing else can be reported.
 *
 * Returns its argument; what it gives is the types, against which every later call is checked. Throws
 * a `TypeError` when the tool's name cannot name a directory and a variable.
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
  return definition;
}
