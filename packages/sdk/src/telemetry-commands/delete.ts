import { renameSync, rmSync } from '../runtime/node-modules.js';
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
 * Keeps an id for the collectors that have not confirmed its deletion, and forgets it if all have. Once a
 * collector has confirmed, the id is never used again: that collector stores no more events under it.
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
 * `telemetry delete`: deletes unsent events here, then asks every collector to delete what it received.
 * When one confirms, its id and the local copies of what was sent are deleted too, so later events cannot
 * be linked to this installation. For the others the id is kept, and they are asked again the next time.
 */
export async function deleteSent(context: CommandContext): Promise<number> {
  const { options, host, output, isForgetting } = context;
  const { tool } = options.catalog;
  const directory = directoryOf(context);
  const purged = purgeSpool(directory);
  const sayPurged =
    purged > 0 ? [`Deleted ${countEvents(purged)} that had not been sent yet.`] : [];
  const identities =
    directory === undefined ? [] : readIdentities(directory, options, host.environment);
  if (directory === undefined || identities.length === 0) {
    print(
      context,
      { purged_events: purged, receipts: [], unanswered: [], forgotten: isForgetting },
      [
        ...sayPurged,
        'This installation has no id, so it has sent nothing that could be deleted. Events sent from CI carry an id that all CI runs share.',
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
        `${tool} telemetry delete: ${place} has not confirmed the deletion: ${reason}. Events sent as ${identity.id} may still be stored there.`,
    );
    const advice = isForgetting
      ? 'The id is forgotten. Those events can no longer be deleted from here.'
      : `Run the command again later; it asks only the collectors that have not confirmed. If a collector is gone for good, add --forget: the id is forgotten, and events stored there can no longer be deleted from here.`;
    output.stderr(`${[...lines, advice].join('\n')}\n`);
  }
  // Last, since nobody can ask again without the secret. Files of former ids come first, so that nothing
  // added to one is lost.
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
