import { type Maintenance, removeRows, untilCleaned } from '../maintenance/remove-rows.js';
import type { DeletionForward, DeletionForwardState, WaitingForward } from '../port.js';
import type { Database } from '../sql/database.js';
import { writeText } from '../sql/write-names.js';

const idsTable = 'deletion_forward_ids';

const forwardColumns = ['project', 'deletion_id', 'forwarder', 'state', 'reason', 'at', 'revision'];

/** What a forwarder needs to pass a deletion on, until it has done so. */
export interface ForwardedIds {
  userId: string;
  otherUserIds: readonly string[];
  anonymousIds: readonly string[];
  secret: string;
}

let lastRevision = 0;

/** Writes what became of a deletion at each destination. */
export async function writeForwards(
  { insert }: Maintenance,
  { project, id }: { project: string; id: string },
  forwards: readonly DeletionForward[],
): Promise<void> {
  const lines = forwards.map(({ forwarder, state, reason, at }) => {
    lastRevision = Math.max(lastRevision + 1, Date.now());
    const texts = [project, id, forwarder, state, reason.toWellFormed()];
    return JSON.stringify([...texts, Date.parse(at), lastRevision]);
  });
  await insert('sonde.deletion_forwards', forwardColumns, lines);
}

/** Keeps the ids of a person until {@link forgetIds}. */
export async function writeIds(
  { insert }: Maintenance,
  { project, id }: { project: string; id: string },
  { userId, otherUserIds, anonymousIds, secret }: ForwardedIds,
): Promise<void> {
  const ids = ['user_id', 'other_user_ids', 'anonymous_ids'];
  const columns = ['project', 'deletion_id', ...ids, 'secret'];
  const line = JSON.stringify([project, id, userId, otherUserIds, anonymousIds, secret]);
  await insert(`sonde.${idsTable}`, columns, [line]);
}

/** By deletion. */
export async function readForwards(
  db: Database,
  project: string,
  deletions: readonly string[],
): Promise<Map<string, DeletionForward[]>> {
  const rows = await db.rows<ForwardRow>(
    `${selectForwards('project = {project:String} AND deletion_id IN {deletions:Array(String)}')}
     ORDER BY forwarder`,
    { project, deletions },
  );
  const found = new Map<string, DeletionForward[]>();
  for (const { deletion_id, ...row } of rows) {
    const list = found.get(deletion_id) ?? [];
    found.set(deletion_id, list);
    list.push(toForward(row));
  }
  return found;
}

/** Deletions that are to be passed on, of all projects, oldest first. */
export async function readWaiting(db: Database): Promise<WaitingForward[]> {
  const rows = await db.rows<
    ForwardRow & {
      project: string;
      finished: boolean;
      user_id: string;
      other_user_ids: string[];
      anonymous_ids: string[];
      secret: string;
    }
  >(
    `SELECT f.project AS project, f.deletion_id AS deletion_id, f.forwarder AS forwarder,
       f.state_now AS state_now, f.reason_now AS reason_now, f.at_now AS at_now,
       r.finished > 0 AS finished,
       i.user_id AS user_id, i.other_user_ids AS other_user_ids,
       i.anonymous_ids AS anonymous_ids, i.secret AS secret
     FROM (${selectForwards('true', 'project, ')}) AS f
     INNER JOIN (SELECT project, id, max(finished_at) AS finished FROM sonde.deletion_receipts
       GROUP BY project, id) AS r ON r.project = f.project AND r.id = f.deletion_id
     INNER JOIN (SELECT project, deletion_id, any(user_id) AS user_id,
       any(other_user_ids) AS other_user_ids, any(anonymous_ids) AS anonymous_ids, any(secret) AS secret FROM sonde.${idsTable}
       GROUP BY project, deletion_id) AS i
       ON i.project = f.project AND i.deletion_id = f.deletion_id
     WHERE state_now = 'waiting' ORDER BY at_now, deletion_id, forwarder`,
  );
  return rows.map((row) => ({
    project: row.project,
    deletion_id: row.deletion_id,
    ...toForward(row),
    is_deleted: Boolean(row.finished),
    user_id: row.user_id,
    other_user_ids: row.other_user_ids,
    anonymous_ids: row.anonymous_ids,
    secret: row.secret,
  }));
}

/** Removes the ids of deletions that no forwarder waits for, also from the files. */
export async function forgetIds(maintenance: Maintenance, deletion?: string): Promise<void> {
  const { db } = maintenance;
  const done = await db.rows<{ deletion_id: string }>(
    `SELECT DISTINCT deletion_id FROM sonde.${idsTable}
     WHERE ({deletion:String} = '' OR deletion_id = {deletion:String})
       AND (deletion_id NOT IN (SELECT id FROM sonde.deletion_receipts)
         OR deletion_id NOT IN (SELECT deletion_id FROM (${selectForwards('true')})
           WHERE state_now = 'waiting'))`,
    { deletion: deletion ?? '' },
  );
  if (done.length === 0) return;
  const list = done.map(({ deletion_id }) => writeText(deletion_id)).join(', ');
  await removeRows(maintenance, idsTable, `deletion_id IN (${list})`);
  await untilCleaned(maintenance, idsTable);
}

interface ForwardRow {
  deletion_id: string;
  forwarder: string;
  state_now: DeletionForwardState;
  reason_now: string;
  at_now: string;
}

function selectForwards(condition: string, more = ''): string {
  return `SELECT ${more}deletion_id, forwarder, argMax(state, revision) AS state_now,
      argMax(reason, revision) AS reason_now, toString(argMax(at, revision)) AS at_now
    FROM sonde.deletion_forwards WHERE ${condition} GROUP BY ${more}deletion_id, forwarder`;
}

function toForward(row: Omit<ForwardRow, 'deletion_id'>): DeletionForward {
  return {
    forwarder: row.forwarder,
    state: row.state_now,
    reason: row.reason_now,
    at: new Date(Number(row.at_now)).toISOString(),
  };
}
