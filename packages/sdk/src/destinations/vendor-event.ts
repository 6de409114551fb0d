import type { Properties, WireEvent } from '@sonde/protocol';

/** Of the event that says that a user signed in. */
export const identifyEvent = '$identify';

/** The anonymous id in CI stands for all who use the vendor's machines. */
const isShared = (anonymousId: string) => anonymousId.startsWith('ci:');

/** Who an event is about, as vendors tell people apart. */
export interface VendorIdentity {
  userId: string | undefined;
  /** Undefined where it must not be tied to the user: in CI it is shared, and would make all one person. */
  anonymousId: string | undefined;
}

/** Who an event is about; one of the two ids is always there. */
export function identityOf(event: WireEvent): VendorIdentity {
  const userId = event.user_id ?? undefined;
  const anonymousId = String(event.anonymous_id ?? event.distinct_id);
  return {
    userId,
    anonymousId: userId !== undefined && isShared(anonymousId) ? undefined : anonymousId,
  };
}

/** What a base property of an event says; empty when it is missing. */
export function baseOf(event: WireEvent, name: 'version' | 'operating_system'): string {
  return String(event.properties?.[name] ?? '');
}

/** Properties with what a collector's event says beside them, as vendors have no other place for it. */
export function propertiesOf(event: WireEvent): Properties {
  const { project_id, flow, flow_run_id } = event;
  return {
    ...event.properties,
    ...(project_id !== undefined && { project_id }),
    ...(flow !== undefined && { flow }),
    ...(flow_run_id !== undefined && { flow_run_id }),
  };
}

/** Milliseconds since 1970, as the client's clock said. */
export const timeOf = (event: WireEvent): number => Date.parse(event.timestamp ?? '') || Date.now();

/** Name and version of the library, from `sonde/0.1.0`. */
export function libraryOf(library: string): { name: string; version: string } {
  const [name = 'sonde', version = ''] = library.split('/');
  return { name, version };
}
