import type { ErrorCode, SondeError } from '@sonde/protocol';

const useKey =
  'Put a read key of the project into SONDE_READ_KEY, or into a file that --key-file names.';

/** What to do, in the words of this program, where a collector speaks to any client. */
const advice: Readonly<Partial<Record<ErrorCode, string>>> = {
  key_unknown: useKey,
  key_revoked: useKey,
  sign_in_required: useKey,
  write_key_cannot_read: useKey,
  project_not_found:
    'Check --project or SONDE_PROJECT; a read key shows its own project and no other.',
  parameter_invalid:
    'See the detail: the project is given by --project or SONDE_PROJECT, a filter by --filter; /api/v1/openapi.json has all.',
};

/** What to do about an error. */
export function adviseOn({ code, entry }: SondeError): string {
  return advice[code] ?? entry.action;
}
