import type { Maintenance } from '../maintenance/remove-rows.js';
import type { Page } from '../page.js';
import type { DeletionPage, PersonDeletion } from '../port.js';
import { readCursor, writeCursor } from '../sql/cursor.js';
import { readForwards } from './deletion-forwards.js';

const columns = [
  ...['project', 'id', 'kind', 'person', 'refuses_later', 'requested_by', 'requested_at'],
  ...['finished_at', 'events', 'quarantined', 'loss_reports', 'anonymous_ids'],
  'other_user_ids',
];

export async function writeReceipt(
  { insert }: Maintenance,
  receipt: PersonDeletion,
): Promise<void> {
  await insert('sonde.deletion_receipts', columns, [encodeReceipt(receipt)]);
}

export async function readReceipts(
  { db }: Maintenance,
  project: string,
  { limit, cursor }: Page,
): Promise<DeletionPage> {
  const [at, id] = cursor === null ? [] : readCursor(cursor);
  const isAfter =
    cursor === null ? '' : 'HAVING (min(requested_at), id) < ({at:Int64}, {id:String})';
  const rows = await db.rows<ReceiptRow>(
    `${selectReceipts('project = {project:String}')} ${isAfter}
     ORDER BY min(requested_at) DESC, id DESC LIMIT {limit:UInt32}`,
    // One more row shows whether there is another page.
    { project, limit: limit + 1, at: at ?? 0, id: id ?? '' },
  );
  const shown = rows.slice(0, limit);
  const ids = shown.map((row) => row.id);
  const forwards = await readForwards(db, project, ids);
  const deletions = shown.map((row) => ({
    ...toDeletion(row),
    forwards: forwards.get(row.id) ?? [],
  }));
  const last = deletions.at(-1);
  const isLast = rows.length <= limit || last === undefined;
  return {
    deletions,
    next_cursor: isLast ? null : writeCursor([Date.parse(last.requested_at), last.id]),
  };
}

/** Deletions of all projects that a crash or a failure interrupted. */
export async function readUnfinished({ db }: Maintenance): Promise<PersonDeletion[]> {
  const rows = await db.rows<ReceiptRow>(`${selectReceipts('true')} HAVING finished = '0'`);
  return rows.map(toDeletion);
}

interface ReceiptRow {
  project: string;
  id: string;
  its_kind: PersonDeletion['kind'];
  its_person: string;
  refuses: boolean;
  by: string;
  requested: string;
  finished: string;
  counts: [string | null, string | null, string | null];
  linked: string | null;
  others: string | null;
}

function selectReceipts(condition: string): string {
  return `SELECT project, id, any(kind) AS its_kind, any(person) AS its_person,
      any(refuses_later) AS refuses, any(requested_by) AS by,
      toString(min(requested_at)) AS requested, toString(max(finished_at)) AS finished,
      argMax([toString(events), toString(quarantined), toString(loss_reports)], finished_at) AS counts,
      toString(max(anonymous_ids)) AS linked, toString(max(other_user_ids)) AS others
    FROM sonde.deletion_receipts WHERE ${condition} GROUP BY project, id`;
}

function toDeletion({ project, id, counts, linked, others, ...row }: ReceiptRow): PersonDeletion {
  const [events, quarantined, lossReports] = counts.map((count) =>
    count === null ? null : Number(count),
  );
  return {
    project,
    id,
    kind: row.its_kind,
    person: row.its_person,
    refuses_later: row.refuses,
    requested_by: row.by,
    requested_at: new Date(Number(row.requested)).toISOString(),
    finished_at: row.finished === '0' ? null : new Date(Number(row.finished)).toISOString(),
    events: events ?? null,
    quarantined: quarantined ?? null,
    loss_reports: lossReports ?? null,
    anonymous_ids: linked === null ? null : Number(linked),
    other_user_ids: others === null ? null : Number(others),
    forwards: [],
  };
}

function encodeReceipt(receipt: PersonDeletion): string {
  return JSON.stringify([
    receipt.project,
    receipt.id,
    receipt.kind,
    receipt.person,
    receipt.refuses_later,
    receipt.requested_by.toWellFormed(),
    Date.parse(receipt.requested_at),
    receipt.finished_at === null ? 0 : Date.parse(receipt.finished_at),
    receipt.events,
    receipt.quarantined,
    receipt.loss_reports,
    receipt.anonymous_ids,
    receipt.other_user_ids,
  ]);
}
