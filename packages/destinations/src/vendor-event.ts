import type { Properties, WireEvent } from '@sonde/protocol';

/** The name of the event that records a sign-in. */
export const identifyEvent = '$identify';

/** In CI, everyone who uses the CI vendor's machines has the same anonymous id. */
const isShared = (anonymousId: string) => anonymousId.startsWith('ci:');

/** The ids by which vendors identify a person. */
export interface VendorIdentity {
  userId: string | undefined;
  /** Undefined if it must not be linked to the user: it is shared in CI, and would merge all users. */
  anonymousId: string | undefined;
}

/** The ids of the person an event is about. At least one is defined. */
export function identityOf(event: WireEvent): VendorIdentity {
  const userId = event.user_id ?? undefined;
  const anonymousId = String(event.anonymous_id ?? event.distinct_id);
  return {
    userId,
    anonymousId: userId !== undefined && isShared(anonymousId) ? undefined : anonymousId,
  };
}

/** A base property of an event; empty if it is missing. */
export function baseOf(event: WireEvent, name: 'version' | 'operating_system'): string {
  return String(event.properties?.[name] ?? '');
}

/** An event's properties and the Sonde fields that vendors have no field for. */
export function propertiesOf(event: WireEvent): Properties {
  const { project_id, flow, flow_run_id } = event;
  return {
    ...event.properties,
    ...(project_id !== undefined && { project_id }),
    ...(flow !== undefined && { flow }),
    ...(flow_run_id !== undefined && { flow_run_id }),
  };
}

/** When the event was recorded, in milliseconds since 1970, by the client's clock. */
export const timeOf = (event: WireEvent): number => Date.parse(event.timestamp ?? '') || Date.now();

/** Splits `sonde/0.1.0` into name and version. */
export function libraryOf(library: string): { name: string; version: string } {
  const [name = 'sonde', version = ''] = library.split('/');
  return { name, version };
}
