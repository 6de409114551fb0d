import type { ExportedEvent } from '@sonde/analytics';
import type { SondeError } from '@sonde/protocol';
import { decodeEvent, type EventRow, eventColumns, toExported } from '../event-row.js';
import type { EventKey } from '../forwarding/forwarding-store.js';
import { dayOf } from '../life/fingerprint.js';
import type { StoredEvent } from '../records.js';
import type { Database, Parameters } from './database.js';
import { type Range, readOpenRange } from './range.js';

interface OptionalRange {
  from?: string;
  to?: string;
}

const minute = 60_000;
const hour = 60 * minute;

/** Rows in memory at a time: fewer of large events, if memory is short. */
const mostPageRows = 5_000;
const leastPageRows = 50;
/** Rows that the statement of one page scans; hours with more are divided into minutes. */
const windowRows = 50_000;

/**
 * Every event once, by corrected time.
 *
 * The engine returns only complete results. So events are queried in time windows with few enough
 * rows, and within a window page by page.
 *
 * @param isDeleted Checked right before an event is returned: its page may have been read before the
 * deletion of a person, and a slow client may ask for the rest of the page long after.
 */
export async function* exportEvents(
  db: Database,
  project: string,
  range: OptionalRange,
  isDeleted: (key: EventKey) => boolean,
): AsyncGenerator<ExportedEvent> {
  const whole = readOpenRange(range);
  for await (const window of planWindows(db, project, whole)) {
    for await (const event of readWindow(db, project, window)) {
      if (!isDeleted({ ...event, day: dayOf(event.timestamp) })) yield toExported(event);
    }
  }
}

/** How many rows an export reads, repeats included: known at once, while events are not. */
export async function countRows(
  db: Database,
  project: string,
  range: OptionalRange,
): Promise<number> {
  const [row] = await db.rows<{ rows: number }>(
    `SELECT count() AS rows FROM sonde.events
     WHERE project = {project:String}
       AND corrected_time >= {from:Int64} AND corrected_time < {to:Int64}`,
    { project, ...readOpenRange(range) },
  );
  return row?.rows ?? 0;
}

async function* planWindows(db: Database, project: string, whole: Range): AsyncGenerator<Range> {
  const hours = await countBy(db, project, whole, hour);
  for (const window of joinSmall(hours)) {
    if (window.rows <= windowRows || window.to - window.from > hour) yield clip(window, whole);
    else {
      const minutes = await countBy(db, project, clip(window, whole), minute);
      for (const part of joinSmall(minutes)) yield clip(part, whole);
    }
  }
}

interface CountedWindow extends Range {
  rows: number;
}

/** Rows by hour or minute, repeats included. */
async function countBy(
  db: Database,
  project: string,
  range: Range,
  length: number,
): Promise<CountedWindow[]> {
  const counts = await db.rows<{ at: number; rows: number }>(
    `SELECT intDiv(corrected_time, {length:Int64}) AS at, count() AS rows FROM sonde.events
     WHERE project = {project:String}
       AND corrected_time >= {from:Int64} AND corrected_time < {to:Int64}
     GROUP BY at ORDER BY at`,
    { project, length, ...range },
  );
  return counts.map(({ at, rows }) => ({ from: at * length, to: (at + 1) * length, rows }));
}

/** Merges neighbouring windows while they stay small. */
function joinSmall(windows: readonly CountedWindow[]): CountedWindow[] {
  const joined: CountedWindow[] = [];
  for (const window of windows) {
    const last = joined.at(-1);
    if (last !== undefined && last.rows + window.rows <= windowRows) {
      last.to = window.to;
      last.rows += window.rows;
    } else joined.push({ ...window });
  }
  return joined;
}

function clip(window: Range, whole: Range): Range {
  return { from: Math.max(window.from, whole.from), to: Math.min(window.to, whole.to) };
}

const place = 'corrected_time, invocation_id, sequence, position, insert_id';

async function* readWindow(
  db: Database,
  project: string,
  window: Range,
): AsyncGenerator<StoredEvent> {
  let after: Parameters = { at: window.from, invocation: '', sequence: 0, position: 0, insert: '' };
  let pageRows = mostPageRows;
  for (;;) {
    const page = db.rows<EventRow>(
      `SELECT corrected_time, ${eventColumns.join(', ')} FROM sonde.events FINAL
       WHERE project = {project:String}
         AND corrected_time >= {at:Int64} AND corrected_time < {to:Int64}
         AND (${place})
           > ({at:Int64}, {invocation:String}, {sequence:UInt64}, {position:UInt32}, {insert:String})
       ORDER BY ${place}
       LIMIT ${pageRows}
       SETTINGS do_not_merge_across_partitions_select_final = 1`,
      { project, to: window.to, ...after },
    );
    const rows = await page.catch((error: SondeError) => {
      if (error.code !== 'query_too_large' || pageRows <= leastPageRows) throw error;
      return null;
    });
    if (rows === null) {
      pageRows = Math.floor(pageRows / 2);
      continue;
    }
    for (const row of rows) yield decodeEvent(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    after = {
      at: last.corrected_time,
      invocation: last.invocation_id,
      sequence: last.sequence,
      position: last.position,
      insert: last.insert_id,
    };
  }
}
