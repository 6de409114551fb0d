import type { ErrorCode, SondeError } from '@sonde/protocol';

const useKey =
  'Set SONDE_READ_KEY to a read key of the project (to push a catalog, SONDE_WRITE_KEY to a write key), or put the key into a file and use --key-file.';

/** What to do, if this program can say more than the table of errors. */
const advice: Readonly<Partial<Record<ErrorCode, string>>> = {
  key_unknown: useKey,
  key_revoked: useKey,
  sign_in_required: useKey,
  write_key_cannot_read: useKey,
  role_insufficient:
    'A key can only read. An administrator can replay and drop events on the page Catalog.',
  read_key_cannot_write: 'Set SONDE_WRITE_KEY to a write key of the project, or use --key-file.',
  project_not_found: 'Check --project or SONDE_PROJECT. A read key reads only its own project.',
  parameter_invalid:
    'See the detail. Set the project with --project or SONDE_PROJECT, a filter with --filter; /api/v1/openapi.json lists all parameters.',
};

/** Advice for an error. */
export function adviseOn({ code, entry }: SondeError): string {
  return advice[code] ?? entry.action;
}
