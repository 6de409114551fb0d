import { deletionSecretPattern } from '@sonde/protocol';
import { type DestinationType, destinationUrl } from '../destinations/destination.js';
import { destinationTag } from '../destinations/destination-tag.js';
import { appendFileSync, constants, unlinkSync, writeFileSync } from '../runtime/node-modules.js';
import { anonymousIdPath, collectorLine, readIdFile } from './anonymous-id.js';
import { listSenderSettings } from './list-settings.js';

/*
 * Each collector knows this installation by an id of its own, made from a secret of its own: shown to
 * one collector, the secret has nothing deleted at another. Collectors are told apart by origin. The id
 * that was made first is in `anonymous-id`, that for another origin in `anonymous-id-<tag>`, and one
 * under which nothing is recorded any more in `former-id-<id>`, until what was sent under it is deleted.
 * Each file has the id on its first line, then the secret, then the collectors.
 */

/** Where events are sent. */
export interface Collector {
  type: DestinationType;
  /** As it was given; see `destinationUrl`. */
  endpoint: string;
}

/** Who this installation is to some collectors. */
export interface Identity {
  path: string;
  id: string;
  /** What proves it; undefined where only the id was kept. */
  secret: string | undefined;
  /** Those that events were recorded for under the id. None are named in a file of an earlier release. */
  collectors: readonly Collector[];
}

/** Scheme, host and port of a collector; the endpoint itself where it is no address. */
export function originOf({ type, endpoint }: Collector): string {
  const url = destinationUrl(type, endpoint);
  return url === undefined ? endpoint : new URL(url).origin;
}

/** Stands for an origin, whichever tool sends there. */
export const originTag = (origin: string): string =>
  destinationTag({ tool: '', type: '', endpoint: origin, key: '' });

/** File of the id for an origin, beside the first. */
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

/** Reads the file of an id: undefined when there is none, null while it is being written or when it is damaged. */
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

/** Adds collectors to the file of an id; throws when it is not there any more. */
export function addCollectors(path: string, collectors: readonly Collector[]): void {
  const { O_WRONLY, O_APPEND, O_NOFOLLOW } = constants;
  const flag = (O_WRONLY | O_APPEND | O_NOFOLLOW) as unknown as string;
  appendFileSync(path, formatCollectors(collectors), { flag });
}

/** Keeps an id, under which nothing is recorded any more, for the sake of these collectors. */
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
 * Names the collectors in a file of an earlier release, which had one id for all. The tool's own
 * collector keeps the id. The others know it too, and must be asked when what was sent is deleted, but
 * get an id of their own from now on.
 */
export function adoptIdentity(directory: string, identity: Identity, own: Collector): void {
  const known = listSenderSettings(directory).map(
    ({ type = 'sonde', endpoint }): Collector => ({ type, endpoint }),
  );
  const origin = originOf(own);
  const here = known.filter((collector) => originOf(collector) === origin);
  const others = known.filter((collector) => originOf(collector) !== origin);
  if (others.length > 0) keepFormerIdentity(directory, identity, others);
  // The tool has moved since: nothing was sent there under this id.
  if (others.length > 0 && here.length === 0) unlinkSync(identity.path);
  else addCollectors(identity.path, [...here, own]);
}
