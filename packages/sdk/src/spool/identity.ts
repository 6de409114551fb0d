import { type DestinationType, destinationUrl } from '@sonde/destinations';
import { deletionSecretPattern } from '@sonde/protocol';
import { appendFileSync, constants, unlinkSync, writeFileSync } from '../runtime/node-modules.js';
import { anonymousIdPath, collectorLine, readIdFile } from './anonymous-id.js';
import { destinationTag } from './destination-tag.js';
import { listSenderSettings } from './list-settings.js';

/*
 * The installation has one id and one secret per collector, so a collector that learns a secret cannot
 * use it to delete events at another. Collectors are distinguished by origin. The first id is in
 * `anonymous-id`; ids for other origins are in `anonymous-id-<tag>`. An id that is no longer used is in
 * `former-id-<id>` until its events are deleted. Each file has the id on its first line, then the
 * secret, then the collectors.
 */

/** Where events are sent. */
export interface Collector {
  type: DestinationType;
  /** As configured; see `destinationUrl`. */
  endpoint: string;
}

/** This installation's id for one or more collectors. */
export interface Identity {
  path: string;
  id: string;
  /** Proves who owns the id; undefined if only the id was stored. */
  secret: string | undefined;
  /** The collectors that events were recorded for. Files of earlier releases list none. */
  collectors: readonly Collector[];
}

/** Scheme, host and port of a collector; the endpoint itself if it is not an HTTP address. */
export function originOf({ type, endpoint }: Collector): string {
  const url = destinationUrl(type, endpoint);
  return url === undefined ? endpoint : new URL(url).origin;
}

/** A tag for an origin, the same for all tools. */
export const originTag = (origin: string): string =>
  destinationTag({ tool: '', type: '', endpoint: origin, key: '' });

/** The file of the id for an origin other than the first. */
export const identityPathFor = (directory: string, origin: string): string =>
  `${anonymousIdPath(directory)}-${originTag(origin)}`;

export const formerIdentityPath = (directory: string, id: string): string =>
  `${directory}/former-id-${id}`;

const formatCollectors = (collectors: readonly Collector[]): string =>
  collectors
    .map(({ type, endpoint }) => `${collectorLine(type, endpoint.replace(/\s/g, ''))}\n`)
    .join('');

export const formatIdentity = ({ id, secret = '', collectors }: Omit<Identity, 'path'>): string =>
  `${id}\n${secret}\n${formatCollectors(collectors)}`;

/** Reads an id file: undefined if there is none; null while it is being written, or if it is damaged. */
export function readIdentity(path: string): Identity | undefined | null {
  const text = readIdFile(path);
  if (text === undefined) return undefined;
  const [id = '', ...lines] = text.split('\n');
  if (!/^[0-9a-f-]{36}$/.test(id) || lines.length === 0) return null;
  return {
    path,
    id,
    secret: lines.find((line) => deletionSecretPattern.test(line)),
    collectors: lines.flatMap((line) => {
      const [type, endpoint] = line.split(' ');
      return endpoint === undefined ? [] : [{ type: type as DestinationType, endpoint }];
    }),
  };
}

/** Adds collectors to an id file; throws if the file no longer exists. */
export function addCollectors(path: string, collectors: readonly Collector[]): void {
  const { O_WRONLY, O_APPEND, O_NOFOLLOW } = constants;
  const flag = (O_WRONLY | O_APPEND | O_NOFOLLOW) as unknown as string;
  appendFileSync(path, formatCollectors(collectors), { flag });
}

/** Stores an id that is no longer used, so that its events at these collectors can still be deleted. */
export function keepFormerIdentity(
  directory: string,
  identity: Identity,
  collectors: readonly Collector[],
): void {
  const path = formerIdentityPath(directory, identity.id);
  try {
    writeFileSync(path, formatIdentity({ ...identity, collectors }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    addCollectors(path, collectors);
  }
}

/**
 * Adds the collectors to an id file of an earlier release, which used one id for all. The tool's own
 * collector keeps the id. The others get new ids; the old one is stored for them, so that events sent
 * under it can still be deleted.
 */
export function adoptIdentity(directory: string, identity: Identity, own: Collector): void {
  const known = listSenderSettings(directory).map(
    ({ type = 'sonde', endpoint }): Collector => ({ type, endpoint }),
  );
  const origin = originOf(own);
  const here = known.filter((collector) => originOf(collector) === origin);
  const others = known.filter((collector) => originOf(collector) !== origin);
  if (others.length > 0) keepFormerIdentity(directory, identity, others);
  // The tool's own collector is new: nothing was sent to it under this id.
  if (others.length > 0 && here.length === 0) unlinkSync(identity.path);
  else addCollectors(identity.path, [...here, own]);
}
