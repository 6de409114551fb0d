import type { Json, Properties, WireEvent } from '@sonde/protocol';

/** The name of the event that records a sign-in. */
export const identifyEvent = '$identify';

/** In CI, everyone who uses the CI vendor's machines has the same anonymous id. */
const isShared = (anonymousId: string) => anonymousId.startsWith('ci:');

/** The ids by which vendors identify a person. */
export interface VendorIdentity {
  userId: string | undefined;
  /**
   * Undefined if there is none beside the user's id, or if it must not be linked to the user: it is
   * shared in CI, and would merge all users.
   */
  anonymousId: string | undefined;
}

/** The ids of the person an event is about. */
export function identityOf({ user_id, anonymous_id, distinct_id }: WireEvent): VendorIdentity {
  const userId = user_id ?? undefined;
  const anonymousId = anonymous_id ?? (userId === undefined ? distinct_id : undefined);
  return {
    userId,
    anonymousId: userId !== undefined && isShared(anonymousId ?? '') ? undefined : anonymousId,
  };
}

const textOf = (value: Json | undefined) =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The version of the tool; undefined if the event does not have it. */
export const versionOf = ({ properties }: WireEvent): string | undefined =>
  textOf(properties?.version);

/** Operating systems as vendors' own clients write them. */
const systemNames = new Map([
  ['darwin', 'macOS'],
  ['linux', 'Linux'],
  ['win32', 'Windows'],
]);

/** The name of the operating system; undefined if the event does not have it. */
export function systemOf({ properties }: WireEvent): string | undefined {
  const system = textOf(properties?.operating_system);
  return system === undefined ? undefined : (systemNames.get(system) ?? system);
}

/** An event's properties that have a value, and the Sonde fields that vendors have no field for. */
export function propertiesOf(event: WireEvent): Properties {
  const { project_id, flow, flow_run_id } = event;
  const all: Record<string, Json | undefined> = {
    ...event.properties,
    project_id,
    flow,
    flow_run_id,
  };
  const properties: Properties = {};
  for (const [name, value] of Object.entries(all)) if (value != null) properties[name] = value;
  return properties;
}

/** What a sign-in tells about a person: the tool, its version and the operating system. */
export const traitsOf = (event: WireEvent, tool: string) => ({
  tool: textOf(tool),
  version: versionOf(event),
  operating_system: systemOf(event),
});

/** When the event was recorded, in milliseconds since 1970, by the client's clock. */
export const timeOf = (event: WireEvent): number => Date.parse(event.timestamp ?? '') || Date.now();

/** Splits `sonde/0.1.0` into name and version. */
export function libraryOf(library: string): { name: string; version: string } {
  const [name = 'sonde', version = ''] = library.split('/');
  return { name, version };
}
