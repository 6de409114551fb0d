import { isTimeZone } from '@sonde/analytics/format';

/** The time zone of days in the URL. Left out if it is UTC, so that every URL says which it is. */
export type ZoneSearch = { zone?: string | undefined };

/** The zone of a URL without one. */
export const defaultZone = 'UTC';

export const zoneOf = ({ zone = defaultZone }: ZoneSearch): string => zone;

/** Reads the zone in a URL; an unknown one is dropped. */
export function readZone(name: string | undefined): ZoneSearch {
  return name === undefined || name === defaultZone || !isTimeZone(name) ? {} : { zone: name };
}

/** `Buenos Aires` for `America/Argentina/Buenos_Aires`. */
export const zoneLabel = (zone: string): string =>
  zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');

const storageName = 'sonde-zone';

/** The zone for a viewer who opens the dashboard without a shared URL: chosen before, or the browser's. */
export function readOwnZone(): ZoneSearch {
  try {
    const kept = globalThis.localStorage.getItem(storageName);
    if (kept !== null) return readZone(kept);
  } catch {
    // Storage can be blocked; then the browser's zone is used.
  }
  return readZone(browserZone());
}

export const browserZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export function keepOwnZone(zone: string): void {
  try {
    globalThis.localStorage.setItem(storageName, zone);
  } catch {
    // This affects only the next visit without a project in the URL.
  }
}
