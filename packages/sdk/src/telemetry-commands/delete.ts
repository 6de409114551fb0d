import { unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DeletionReceipt, DeletionRequest } from '@sonde/protocol';
import { type PostAnswer, post } from '../delivery/post-request.js';
import { destinationUrl } from '../destinations/destination.js';
import { keyFor } from '../destinations/destination-key.js';
import { type CommandContext, directoryOf, print } from './command-context.js';
import { CommandError } from './command-error.js';
import { type Installation, readInstallation } from './installation.js';
import { purgeCopies, purgeSpool } from './purge-spool.js';
import { countEvents } from './spool-contents.js';

/** A deletion that has much to rewrite takes its time. */
const timeoutMs = 90_000;

function parseReceipt(answer: PostAnswer): DeletionReceipt | undefined {
  try {
    const receipt: Partial<DeletionReceipt> = JSON.parse(answer.text);
    return typeof receipt?.id === 'string' && Number.isSafeInteger(receipt.events_deleted)
      ? (receipt as DeletionReceipt)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What a collector answers when it refuses; empty when it says nothing that can be told. */
function reasonOf(answer: PostAnswer): string {
  try {
    const { code, title } = JSON.parse(answer.text);
    return typeof code === 'string' ? `: ${title} (${code})` : '';
  } catch {
    return '';
  }
}

async function ask(
  context: CommandContext,
  url: string,
  { id, secret }: Installation,
): Promise<DeletionReceipt> {
  const { options, host } = context;
  if (secret === undefined) throw new CommandError('the secret of this installation is lost');
  const body: DeletionRequest = { anonymous_id: id, secret };
  const key = keyFor(context.decide().endpoint, options, host.environment);
  let answer: PostAnswer;
  try {
    answer = await post({
      url,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(key !== undefined && { 'x-api-key': key }),
      },
      body: Buffer.from(JSON.stringify(body)),
      timeoutMs,
      environment: host.environment,
    });
  } catch (error) {
    throw new CommandError(`the collector was not reached, nothing is deleted there: ${error}`);
  }
  const receipt = answer.status === 200 ? parseReceipt(answer) : undefined;
  if (receipt === undefined) {
    throw new CommandError(
      `${url} answered ${answer.status}${reasonOf(answer)}; what was sent may still be there`,
    );
  }
  return receipt;
}

/** What a command that could not do the rest says of what it did. */
const sayPurged = (events: number): string =>
  events === 0 ? '' : `. What was not sent yet is deleted: ${countEvents(events)}`;

/**
 * `telemetry delete`: what waits is deleted here, then what was sent is deleted at the collector, and
 * with it go the id and the copies that name it: what is reported after this cannot be told to be from
 * here.
 */
export async function deleteSent(context: CommandContext): Promise<number> {
  const directory = directoryOf(context);
  const purged = purgeSpool(directory);
  const installation = directory === undefined ? undefined : readInstallation(directory);
  if (installation === undefined) {
    print(context, { purged_events: purged, receipt: null }, [
      ...(purged > 0 ? [`What was not sent yet is deleted: ${countEvents(purged)}.`] : []),
      'This installation has no id, so nothing was sent under one. Events sent in CI carry an id that all runs there share.',
    ]);
    return 0;
  }
  const { destination } = context.options;
  if (destination !== undefined && destination.type !== 'sonde') {
    throw new CommandError(
      `events go to ${destination.type}, which does not delete for an installation; its id is ${installation.id}${sayPurged(purged)}`,
    );
  }
  const { endpoint } = context.decide();
  const url = destinationUrl('sonde', endpoint);
  if (url === undefined) throw new CommandError(`there is no endpoint to ask${sayPurged(purged)}`);
  const address = new URL(url);
  address.pathname = address.pathname.replace(/\/ingest$/, '/api/v1/deletions');
  let receipt: DeletionReceipt;
  try {
    receipt = await ask(context, address.href, installation);
  } catch (error) {
    if (error instanceof CommandError) error.message += sayPurged(purged);
    throw error;
  }
  // Only now: without the secret nobody could ask again.
  unlinkSync(installation.path);
  print(context, { purged_events: purged, receipt }, [
    `Deleted: ${countEvents(receipt.events_deleted)} sent as ${receipt.anonymous_id}, at ${receipt.at}.`,
    `Receipt: ${receipt.id}`,
    ...(purged > 0 ? [`What was not sent yet is deleted: ${countEvents(purged)}.`] : []),
  ]);
  // After the receipt, which must be shown even where a copy cannot be deleted.
  purgeCopies(dirname(installation.path));
  return 0;
}
