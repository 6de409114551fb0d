import { csvField } from './csv-field.js';
import { type ExportedEvent, exportedColumns, readColumn } from './exported-event.js';

/** RFC 4180. */
const lineEnd = '\r\n';

/** The first line of an export as CSV. */
export const csvHeader = exportedColumns.map(({ name }) => name).join(',') + lineEnd;

/**
 * An event as a line of CSV (RFC 4180). Null is an empty field, an empty text is `""`.
 *
 * Values are not changed, so a spreadsheet may read one that begins with `=` as a formula.
 */
export function csvLine(event: ExportedEvent): string {
  return exportedColumns.map((column) => csvField(readColumn(event, column))).join(',') + lineEnd;
}
