export type ForwarderType = 'segment' | 'amplitude' | 'posthog' | 'webhook' | 'sonde';

/** Which names to use: those in `include` if it is defined, without those in `exclude`. */
export interface NameChoice {
  include: ReadonlySet<string> | undefined;
  exclude: ReadonlySet<string>;
}

/** Which events a forwarder sends, and how it changes them. */
export interface SelectionSettings {
  events: NameChoice;
  /** By property: the values of which an event must have one. */
  where: ReadonlyMap<string, ReadonlySet<string | number | boolean>>;
  /** Names to send instead. */
  eventNames: ReadonlyMap<string, string>;
  propertyNames: ReadonlyMap<string, string>;
  /** By their names before they are renamed. */
  properties: NameChoice;
  /** Share of persons whose events are sent, from 0 to 1. */
  sample: number;
}

/** One declared forwarder. It sends the events of each of its projects on its own. */
export interface ForwarderSettings {
  id: string;
  type: ForwarderType;
  projects: readonly string[];
  /** Empty: the vendor's default. */
  endpoint: string;
  key: string;
  /** Of a webhook. */
  format: 'json' | 'ndjson';
  selection: SelectionSettings;
  batch: {
    /** Most events in a request. */
    events: number;
    /** Largest body before compression; undefined: the vendor's limit. */
    bytes: number | undefined;
    /** Shortest time between the starts of two requests with new events. */
    intervalMs: number;
  };
  /** How deletions of persons are passed on; undefined: they are not. */
  deletion:
    | {
        key: string;
        /** Empty: the vendor's default. */
        endpoint: string;
        /** Number of the project at PostHog. */
        posthogProject: number | undefined;
      }
    | undefined;
}
