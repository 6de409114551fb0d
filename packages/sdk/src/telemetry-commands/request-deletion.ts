import { destinationUrl, haveSameOrigin, type PostResponse } from '@sonde/destinations';
import type { DeletionReceipt, DeletionRequest } from '@sonde/protocol';
import { keyFor } from '../consent/destination-key.js';
import { variableName } from '../runtime/variables.js';
import { post } from '../sender/post-request.js';
import type { Collector, Identity } from '../spool/identity.js';
import { listSenderSettings } from '../spool/list-settings.js';
import type { CommandContext } from './command-context.js';

/** Long, because a collector may have many files to rewrite. */
const timeoutMs = 90_000;

/** A collector and an id whose events it should delete. */
export interface DeletionTarget {
  identity: Identity;
  /** The spool with the id. */
  directory: string;
  /** The endpoint in each configured spelling. */
  collectors: Collector[];
  /** The collector's address to show, without a login. */
  place: string;
}

/** The result of a deletion request: the receipt, or why there is none. */
export interface DeletionResult extends DeletionTarget {
  receipt?: DeletionReceipt;
  reason?: string;
}

function placeOf({ type, endpoint }: Collector): string {
  const url = destinationUrl(type, endpoint);
  if (url === undefined) return endpoint || 'nowhere';
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/ingest$/, '');
}

/** Lists one deletion request for each id and each collector that knows it. */
export function listTargets(directory: string, identities: readonly Identity[]): DeletionTarget[] {
  return identities.flatMap((identity) => {
    const places = new Map<string, DeletionTarget>();
    for (const collector of identity.collectors) {
      const place = placeOf(collector);
      const target = places.get(place) ?? { identity, directory, collectors: [], place };
      target.collectors.push(collector);
      places.set(place, target);
    }
    return [...places.values()];
  });
}

/**
 * The key for a collector. If it is not the configured collector, the key is in the settings that events were
 * sent with. Earlier releases sent the tool's key to any collector that a project named; it is not sent
 * there again.
 */
function findKey(context: CommandContext, directory: string, endpoint: string): string | undefined {
  const { options, host } = context;
  const key = keyFor(endpoint, options, host.environment);
  if (key !== undefined) return key;
  const elsewhere = [
    host.environment[variableName(options.catalog.tool, 'KEY')],
    (options.destination ?? options).key,
  ];
  return listSenderSettings(directory).find(
    (settings) =>
      settings.key !== undefined &&
      (settings.isKeyOfEndpoint === true || !elsewhere.includes(settings.key)) &&
      haveSameOrigin('sonde', settings.endpoint, endpoint),
  )?.key;
}

function parseReceipt(response: PostResponse): DeletionReceipt | undefined {
  try {
    const receipt: Partial<DeletionReceipt> = JSON.parse(response.text);
    return typeof receipt?.id === 'string' && Number.isSafeInteger(receipt.events_deleted)
      ? (receipt as DeletionReceipt)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The collector's reason for a refusal; empty if it gives none. */
function reasonOf(response: PostResponse): string {
  if (response.status >= 300 && response.status < 400) return ', a redirect that is not followed';
  try {
    const { code, title } = JSON.parse(response.text);
    return typeof code === 'string' ? `: ${title} (${code})` : '';
  } catch {
    return '';
  }
}

/** Requests that a collector delete the installation's events. Never rejects. */
export async function requestDeletion(
  context: CommandContext,
  target: DeletionTarget,
): Promise<DeletionResult> {
  const { directory } = target;
  const { id, secret } = target.identity;
  const refuse = (reason: string): DeletionResult => ({ ...target, reason });
  const collector = target.collectors.find(({ type }) => type === 'sonde');
  if (collector === undefined) {
    return refuse(`${target.collectors[0]?.type} cannot delete the events of one installation`);
  }
  const url = destinationUrl('sonde', collector.endpoint);
  if (url === undefined) return refuse('there is no usable endpoint');
  if (secret === undefined) return refuse('the secret of this installation is missing');
  const address = new URL(url);
  address.pathname = address.pathname.replace(/\/ingest$/, '/api/v1/deletions');
  const body: DeletionRequest = { anonymous_id: id, secret };
  const key = findKey(context, directory, collector.endpoint);
  try {
    const response = await post({
      url: address.href,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(key !== undefined && { 'x-api-key': key }),
      },
      body: Buffer.from(JSON.stringify(body)),
      timeoutMs,
      environment: context.host.environment,
    });
    const receipt = response.status === 200 ? parseReceipt(response) : undefined;
    if (receipt === undefined) return refuse(`status ${response.status}${reasonOf(response)}`);
    return { ...target, receipt };
  } catch (error) {
    return refuse(`no response: ${error}`);
  }
}
