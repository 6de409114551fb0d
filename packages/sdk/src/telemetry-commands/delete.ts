import { existsSync, renameSync, rmSync, unlinkSync } from '../runtime/node-modules.js';
import {
  type Collector,
  formatIdentity,
  formerIdentityPath,
  type Identity,
  keepFormerIdentity,
  readIdentity,
} from '../spool/identity.js';
import { writeDraft } from '../spool/write-draft.js';
import { type CommandContext, directoriesOf, print } from './command-context.js';
import { readIdentities } from './installation.js';
import { purgeCopies, purgeSpools, purgeTemporarySpools } from './purge-spool.js';
import { type DeletionTarget, listTargets, requestDeletion } from './request-deletion.js';
import { countEvents } from './spool-contents.js';

const isSame = (one: Collector, other: Collector): boolean =>
  one.type === other.type && one.endpoint === other.endpoint;

/**
 * Forgets an id at these collectors, and everywhere once none is left. An id that a collector has deleted
 * is never used again: that collector stores no more events under it.
 */
function forgetAt(
  { directory, identity }: Pick<DeletionTarget, 'directory' | 'identity'>,
  collectors: readonly Collector[],
): void {
  const path = formerIdentityPath(directory, identity.id);
  // A run may have created a new id since.
  if (identity.path !== path && readIdentity(identity.path)?.id === identity.id) {
    retire(directory, identity, path);
  }
  // Read again: a run may have added a collector, and the command may run twice.
  const current = readIdentity(path);
  if (current === undefined || current === null) return;
  const open = current.collectors.filter((known) => !collectors.some((one) => isSame(one, known)));
  if (open.length === 0) {
    rmSync(path, { force: true });
    return;
  }
  const draft = `${path}.${process.pid}.tmp`;
  writeDraft(draft, formatIdentity({ ...current, collectors: open }));
  renameSync(draft, path);
}

/** Deletes a damaged id file; a directory stays. */
function forgetUnreadable(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // The command reports it as unreadable.
  }
}

/** Renames an id file, so that no run uses the id or adds a collector any more. */
function retire(directory: string, identity: Identity, path: string): void {
  if (existsSync(path)) {
    keepFormerIdentity(directory, identity, identity.collectors);
    rmSync(identity.path, { force: true });
    return;
  }
  try {
    renameSync(identity.path, path);
  } catch (error) {
    // The same command in another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/**
 * `telemetry delete`: deletes unsent events, then sends each collector a deletion request.
 * When one confirms, its id and the local copies of sent events are deleted too, so later events cannot
 * be linked to this installation. For the others, the id is kept for the next attempt.
 */
export async function deleteSent(context: CommandContext): Promise<number> {
  const { options, host, output, isForgetting } = context;
  const { tool } = options.catalog;
  const directories = directoriesOf(context);
  const purged = purgeSpools(directories) + purgeTemporarySpools(tool, host.environment);
  const sayPurged =
    purged > 0 ? [`Deleted ${countEvents(purged)} that had not been sent yet.`] : [];
  const targets: DeletionTarget[] = [];
  const unreadable: string[] = [];
  for (const directory of directories) {
    const known = readIdentities(directory, options, host.environment);
    targets.push(...listTargets(directory, known.identities));
    unreadable.push(...known.unreadable);
  }
  if (targets.length === 0 && unreadable.length === 0) {
    print(
      context,
      {
        purged_events: purged,
        receipts: [],
        unanswered: [],
        unreadable,
        forgotten: isForgetting,
      },
      [
        ...sayPurged,
        'This installation has no id, so it has sent nothing that could be deleted. Events sent from CI carry an id that all CI runs share.',
      ],
    );
    return 0;
  }
  const answers = await Promise.all(targets.map((target) => requestDeletion(context, target)));
  const confirmed = answers.flatMap((answer) =>
    answer.receipt === undefined ? [] : [{ ...answer, receipt: answer.receipt }],
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
      unreadable,
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
  if (!context.isJson) {
    const advice = isForgetting
      ? 'The id is forgotten. Those events can no longer be deleted from here.'
      : `Run the command again later; it asks only the collectors that have not confirmed. If a collector is gone for good, add --forget: the id is forgotten, and events stored there can no longer be deleted from here.`;
    const lines = [
      ...unreadable.map(
        (path) =>
          `${host.commandPrefix}delete: ${path} cannot be read. Events sent under the ids in it may still be stored.`,
      ),
      ...open.map(
        ({ place, identity, reason }) =>
          `${host.commandPrefix}delete: ${place} has not confirmed the deletion: ${reason}. Events sent as ${identity.id} may still be stored there.`,
      ),
      ...(open.length > 0 ? [advice] : []),
    ];
    if (lines.length > 0) output.stderr(`${lines.join('\n')}\n`);
  }
  // Last, because a request cannot be repeated without the secret. Former ids come first, so that no
  // collector added to one is lost.
  const done = (isForgetting ? answers : confirmed).toReversed();
  for (const target of new Map(done.map((each) => [each.identity, each])).values()) {
    const ofIdentity = done.filter(({ identity }) => identity === target.identity);
    forgetAt(
      target,
      ofIdentity.flatMap(({ collectors }) => collectors),
    );
  }
  if (isForgetting) for (const path of unreadable) forgetUnreadable(path);
  for (const directory of new Set(done.map((target) => target.directory))) purgeCopies(directory);
  return (open.length === 0 && unreadable.length === 0) || isForgetting ? 0 : 1;
}
