import { renameSync, rmSync } from 'node:fs';
import {
  type Collector,
  formatIdentity,
  formerIdentityPath,
  type Identity,
  keepFormerIdentity,
} from '../spool/identity.js';
import { writeDraft } from '../spool/write-draft.js';
import { askForDeletion, listQuestions } from './ask-for-deletion.js';
import { type CommandContext, directoryOf, print } from './command-context.js';
import { readIdentities } from './installation.js';
import { purgeCopies, purgeSpool } from './purge-spool.js';
import { countEvents } from './spool-contents.js';

/**
 * Keeps an id for the collectors that have not confirmed, and forgets it where there are none. One that a
 * collector has confirmed is not used any more: what came later under it would not be stored.
 */
function keepFor(directory: string, identity: Identity, open: readonly Collector[]): void {
  if (open.length === identity.collectors.length) return;
  if (open.length > 0) {
    const isFormer = identity.path === formerIdentityPath(directory, identity.id);
    if (isFormer) {
      const draft = `${identity.path}.${process.pid}.tmp`;
      writeDraft(draft, formatIdentity({ ...identity, collectors: open }));
      renameSync(draft, identity.path);
      return;
    }
    keepFormerIdentity(directory, identity, open);
  }
  rmSync(identity.path, { force: true });
}

/**
 * `telemetry delete`: what waits is deleted here, then what was sent is deleted at every collector that
 * it was sent to. Where one has confirmed, its id and the copies that name it go with it: what is
 * reported after this cannot be told to be from here. For the others the id is kept, and asked about
 * again the next time.
 */
export async function deleteSent(context: CommandContext): Promise<number> {
  const { options, host, output, isForgetting } = context;
  const { tool } = options.catalog;
  const directory = directoryOf(context);
  const purged = purgeSpool(directory);
  const sayPurged = purged > 0 ? [`What was not sent yet is deleted: ${countEvents(purged)}.`] : [];
  const identities =
    directory === undefined ? [] : readIdentities(directory, options, host.environment);
  if (directory === undefined || identities.length === 0) {
    print(
      context,
      { purged_events: purged, receipts: [], unanswered: [], forgotten: isForgetting },
      [
        ...sayPurged,
        'This installation has no id, so nothing was sent under one. Events sent in CI carry an id that all runs there share.',
      ],
    );
    return 0;
  }
  const answers = await Promise.all(
    listQuestions(identities).map((question) => askForDeletion(context, directory, question)),
  );
  const confirmed = answers.flatMap(({ place, receipt }) =>
    receipt === undefined ? [] : [{ place, receipt }],
  );
  const open = answers.filter(({ receipt }) => receipt === undefined);
  print(
    context,
    {
      purged_events: purged,
      receipts: confirmed.map(({ place, receipt }) => ({ collector: place, ...receipt })),
      unanswered: open.map(({ place, identity, reason }) => ({
        collector: place,
        anonymous_id: identity.id,
        reason,
      })),
      forgotten: isForgetting,
    },
    [
      ...confirmed.flatMap(({ place, receipt }) => [
        `Deleted at ${place}: ${countEvents(receipt.events_deleted)} sent as ${receipt.anonymous_id}, at ${receipt.at}.`,
        `Receipt: ${receipt.id}`,
      ]),
      ...sayPurged,
    ],
  );
  if (open.length > 0 && !context.isJson) {
    const lines = open.map(
      ({ place, identity, reason }) =>
        `${tool} telemetry delete: ${place} has not confirmed, ${reason}. What was sent there as ${identity.id} may still be there.`,
    );
    const advice = isForgetting
      ? 'The id is forgotten: nobody can have that deleted from here any more.'
      : `Run it again later: it asks only those that have not confirmed. If one is gone for good, add --forget, which forgets the id; nobody can have deleted from here what it has then.`;
    output.stderr(`${[...lines, advice].join('\n')}\n`);
  }
  // Only now: without the secret nobody could ask again. The files of former ids first, since what is
  // added to one must not be lost.
  for (const identity of [...identities].reverse()) {
    const rest = isForgetting ? [] : open.filter((answer) => answer.identity === identity);
    keepFor(
      directory,
      identity,
      rest.flatMap(({ collectors }) => collectors),
    );
  }
  if (isForgetting || confirmed.length > 0) purgeCopies(directory);
  return open.length === 0 || isForgetting ? 0 : 1;
}
