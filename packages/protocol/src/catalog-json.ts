/** The catalog's JSON form: what a tool declares, in the shape in which it is stored and exchanged. */

export type PropertyType =
  | { type: 'enum'; values: string[] }
  | { type: 'boolean' }
  | { type: 'integer'; min: number; max: number }
  /** Milliseconds. */
  | { type: 'duration' }
  | { type: 'version' }
  | { type: 'slug'; pattern: string };

export type PropertyDeclaration = PropertyType & {
  description?: string;
  /** May be absent. Default false. */
  optional?: boolean;
};

export interface EventDeclaration {
  name: string;
  description?: string;
  properties: Record<string, PropertyDeclaration>;
}

export interface MilestoneDeclaration {
  /** The part of the event's name after the flow's prefix, for example `Accepted Terms`. */
  name: string;
  /** The step during which it is reported; null for a milestone that precedes the first step. */
  step: string | null;
  /** Drawn as a stage of the funnel. False for a side exit such as `Declined Terms`. */
  on_path: boolean;
  description?: string;
  properties: Record<string, PropertyDeclaration>;
}

export interface FlowDeclaration {
  /** Stable name, for example `application_create`; travels in the event's `flow` field. */
  name: string;
  /** For people, for example `Create an application`. */
  title: string;
  /** Common start of the flow's event names, for example `CLI Application Create`. */
  event_prefix: string;
  description?: string;
  /** In order. */
  steps: string[];
  /** Why a run may be aborted; `cancelled`, `vanished` and `abandoned` are not listed. */
  reasons: string[];
  /** What happens when the flow starts inside another one. May be absent. Default `collapse`. */
  nested?: 'collapse' | 'report';
  /**
   * A run may go on in later invocations until this many milliseconds after its start, and is then
   * `Aborted` with the reason `abandoned`. Absent when a run ends with its invocation.
   */
  resume_within_ms?: number;
  milestones: MilestoneDeclaration[];
  /** On every event of the flow. */
  properties: Record<string, PropertyDeclaration>;
  started: Record<string, PropertyDeclaration>;
  completed: Record<string, PropertyDeclaration>;
  aborted: Record<string, PropertyDeclaration>;
  failed: Record<string, PropertyDeclaration>;
}

/**
 * A stable name for errors, in addition to their class names. Only an error's code is declared;
 * other ways of recognising it stay in the tool.
 */
export interface ErrorClassDeclaration {
  /** Reported as `error_class`. */
  name: string;
  /**
   * Values of an error's `code` that get this name; absent when the tool recognises the errors in
   * another way.
   */
  codes?: string[];
}

/**
 * A command with positional arguments that are reported when they have one of the declared values.
 */
export interface CommandDeclaration {
  /** Full path, for example `orbit region set`. */
  name: string;
  /** By the argument's name; reported on the events of the command's lifecycle. */
  arguments: Record<string, PropertyDeclaration>;
}

export interface CatalogJson {
  /** Format of this document. */
  format: 1;
  /** The tool's name as typed in a shell. */
  tool: string;
  /** Why the tool collects anything: a sentence for its users. */
  purpose?: string;
  /** Rises when something new is collected; the notice is then shown again. */
  consent_version: number;
  /** On every event of an invocation, beside the base properties. */
  invocation_properties: Record<string, PropertyDeclaration>;
  events: EventDeclaration[];
  flows: FlowDeclaration[];
  /** May be absent, as may `commands`. */
  error_classes?: ErrorClassDeclaration[];
  commands?: CommandDeclaration[];
  /** Whether `Command Rejected` is reported. May be absent. Default false. */
  usage_errors?: boolean;
}
