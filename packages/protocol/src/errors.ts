/**
 * One table of every error a person or a client can meet.
 *
 * `status` is the HTTP status, null where the error is not an answer to a request. `title` says what
 * happened, `action` what to do. Codes are stable: renaming one is a breaking change.
 */
export interface ErrorEntry {
  status: number | null;
  title: string;
  action: string;
}

export const errorTable = {
  // Requests as a whole.
  request_malformed: {
    status: 400,
    title: 'The request is not valid HTTP.',
    action: 'Send an HTTP/1.1 request with at most 32 kB of headers.',
  },
  host_not_allowed: {
    status: 403,
    title: 'The Host header names another machine.',
    action:
      'Use http://127.0.0.1 or http://localhost with the port of the collector, or start it with --public-url: people sign in then.',
  },
  proxy_not_allowed: {
    status: 403,
    title: 'The request came through a proxy, but this collector has no accounts.',
    action:
      'Restart it with --public-url and --trust-proxy: people then sign in, from a link that the start prints, and tools send a key. See docs/operating.md.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'The request comes from a page of another site.',
    action:
      'Send it from a program, or from a page of this collector. Behind a proxy, start it with the address that people use, in --public-url.',
  },
  body_not_json: {
    status: 400,
    title: 'The body is not JSON.',
    action: 'Send one JSON object in UTF-8, optionally compressed with gzip, br or zstd.',
  },
  body_wrong_shape: {
    status: 400,
    title: 'The body is JSON, but neither an event nor a batch of events.',
    action: 'Send {"event": …} or {"events": […], "meta": {…}}.',
  },
  body_truncated: {
    status: 400,
    title: 'The body could not be decompressed.',
    action: 'Send a complete body in the encoding that Content-Encoding names.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is larger than the collector accepts.',
    action: 'Send fewer events a request; see the limits in docs/protocol.md.',
  },
  too_many_events: {
    status: 413,
    title: 'The request holds more events than the collector accepts at once.',
    action: 'Split the batch; see the limits in docs/protocol.md.',
  },
  encoding_unsupported: {
    status: 415,
    title: 'The Content-Encoding is not supported.',
    action: 'Use gzip, br, zstd, or no encoding.',
  },
  content_type_unsupported: {
    status: 415,
    title: 'The Content-Type is not supported.',
    action: 'Use application/json.',
  },
  key_unknown: {
    status: 401,
    title: 'The key is missing or unknown.',
    action: 'Send a key of this collector in x-api-key, or as a Bearer token.',
  },
  key_revoked: {
    status: 401,
    title: 'The key was revoked.',
    action: 'Use another key of the project, or ask an administrator for one.',
  },
  read_key_cannot_write: {
    status: 403,
    title: 'A read key cannot send or delete events.',
    action: 'Use a write key of the project.',
  },
  write_key_cannot_read: {
    status: 403,
    title: 'A write key cannot read.',
    action: 'Use a read key of the project, or sign in.',
  },
  sign_in_required: {
    status: 401,
    title: 'This needs an account or a read key.',
    action: 'Sign in, or send a read key in x-api-key or as a Bearer token.',
  },
  role_insufficient: {
    status: 403,
    title: 'Your role does not allow this.',
    action: 'Ask an administrator; the detail says of what.',
  },
  accounts_needed: {
    status: 403,
    title: 'There are no accounts here.',
    action: 'Make the first one with sonde-collector user create; see docs/operating.md.',
  },
  project_not_found: {
    status: 404,
    title: 'There is no such project, or you may not see it.',
    action: 'Check the name of the project.',
  },
  sign_in_refused: {
    status: 401,
    title: 'The e-mail or the password is wrong.',
    action: 'Check both, or ask an administrator for a link to set a new password.',
  },
  too_many_attempts: {
    status: 429,
    title: 'There were too many attempts.',
    action: 'Wait for the seconds in Retry-After.',
  },
  email_invalid: {
    status: 400,
    title: 'This is not an e-mail address.',
    action: 'Write it like name@example.org.',
  },
  password_invalid: {
    status: 400,
    title: 'The password is too short or too long.',
    action: 'Use 12 to 1,024 characters.',
  },
  password_wrong: {
    status: 403,
    title: 'The current password is wrong.',
    action: 'Check it, or ask an administrator for a link to set a new one.',
  },
  account_exists: {
    status: 409,
    title: 'There is an account with this e-mail already.',
    action: 'Sign in with it, or ask an administrator for a link to set a new password.',
  },
  account_not_found: {
    status: 404,
    title: 'There is no such account.',
    action: 'See /api/v1/accounts, or sonde-collector user list.',
  },
  last_administrator: {
    status: 409,
    title: 'This is the last administrator of the server.',
    action: 'Make somebody else administrator first.',
  },
  invitation_not_found: {
    status: 404,
    title: 'There is no such open invitation.',
    action: 'It was accepted or withdrawn, or has expired.',
  },
  link_unknown: {
    status: 404,
    title: 'This link is not known here.',
    action: 'Check that it is whole, or ask for a new one.',
  },
  link_used: {
    status: 410,
    title: 'This link was used already.',
    action: 'Sign in, or ask for a new link.',
  },
  link_expired: {
    status: 410,
    title: 'This link has expired.',
    action:
      'Ask an administrator for a new one; for the first account, restart the collector or run sonde-collector user create.',
  },
  openid_unavailable: {
    status: null,
    title: 'The sign-in provider does not answer, or not as one.',
    action: 'Try again later, or sign in with a password; the log of the collector says more.',
  },
  openid_issuer_mismatch: {
    status: null,
    title: 'The sign-in provider calls itself by another name.',
    action: 'Give openid.issuer in the configuration file exactly as the provider names itself.',
  },
  openid_state_invalid: {
    status: null,
    title: 'The sign-in was not begun in this browser, or too long ago.',
    action: 'Begin it again, with cookies allowed.',
  },
  openid_refused: {
    status: null,
    title: 'The sign-in provider refused.',
    action: 'Try again, or ask an administrator; the log of the collector says more.',
  },
  openid_email_unverified: {
    status: null,
    title: 'The sign-in provider has not verified your e-mail address.',
    action: 'Verify it there, then sign in again.',
  },
  openid_domain_not_allowed: {
    status: null,
    title: 'Addresses of this domain are not let in.',
    action: 'Sign in with another address, or ask an administrator for an invitation.',
  },
  openid_other_person: {
    status: null,
    title: 'The account of this address belongs to somebody else at the sign-in provider.',
    action:
      'Ask an administrator to remove the account, if it is of somebody who had the address before.',
  },
  project_id_invalid: {
    status: 400,
    title: 'The project cannot have this id.',
    action: 'Use 1 to 63 lower-case letters, digits, - and _, and begin with a letter or a digit.',
  },
  name_invalid: {
    status: 400,
    title: 'The name cannot be used.',
    action: 'Use 1 to 128 characters, none of them a control character.',
  },
  name_taken: {
    status: 409,
    title: 'There is one of this name already.',
    action: 'Choose another name.',
  },
  limit_reached: {
    status: 409,
    title: 'No more of these can be made.',
    action: 'Remove or revoke what is not needed any more.',
  },
  declared_in_configuration: {
    status: 409,
    title: 'This is declared in the configuration file of the collector.',
    action: 'Change it in that file, and restart the collector.',
  },
  key_not_found: {
    status: 404,
    title: 'The project has no such key.',
    action: 'See the keys of the project for their ids.',
  },
  project_archived: {
    status: 403,
    title: 'The project is archived and takes in no events.',
    action: 'Keep the events, and ask an administrator to restore the project.',
  },
  deletion_not_authorised: {
    status: 403,
    title: 'The secret does not belong to this anonymous id.',
    action:
      'Ask from the installation that sent the events, with the telemetry delete of its tool.',
  },
  not_found: {
    status: 404,
    title: 'Nothing is served at this path.',
    action: 'See /api/v1/openapi.json for what is.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The path exists, but not for this method.',
    action: 'See the Allow header.',
  },
  parameter_invalid: {
    status: 400,
    title: 'A parameter of the request is not valid.',
    action: 'See the detail and /api/v1/openapi.json.',
  },
  invocation_not_found: {
    status: 404,
    title: 'No invocation has this id.',
    action: 'Check the id; its events may not have arrived yet.',
  },
  flow_not_found: {
    status: 404,
    title: 'No flow has this name.',
    action: 'See /api/v1/flows for the flows that are known.',
  },
  overloaded: {
    status: 429,
    title: 'More is arriving than can be stored.',
    action: 'Wait for the seconds in Retry-After, then send the same again.',
  },
  store_unavailable: {
    status: 503,
    title: 'The events could not be stored; none of them was.',
    action: 'Keep them and send them again after Retry-After.',
  },
  question_unavailable: {
    status: 503,
    title: 'The question could not be answered now.',
    action: 'Ask again after Retry-After; if it lasts, read the log of the collector.',
  },
  request_timeout: {
    status: 408,
    title: 'The request did not arrive whole in time.',
    action: 'Send it again, with fewer events if the connection is slow.',
  },
  disk_full: {
    status: 503,
    title: 'The disk of the collector is full; nothing of this request was stored.',
    action: 'Free space on the volume of the data directory. Clients keep their events meanwhile.',
  },
  query_too_large: {
    status: 422,
    title: 'The question needs more memory than the store may use.',
    action: 'Ask for a shorter range of dates, or raise the limit; see docs/operating.md.',
  },
  not_ready: {
    status: 503,
    title: 'The collector is not ready.',
    action: 'Wait; if it lasts, read its log.',
  },
  internal: {
    status: 500,
    title: 'The collector made a mistake.',
    action: 'Read its log for the error with this request id, and report it.',
  },

  // One event of a batch.
  event_not_object: {
    status: null,
    title: 'The event is not a JSON object.',
    action: 'Send each event as an object with a name in "event".',
  },
  event_name_invalid: {
    status: null,
    title: 'The event has no usable name.',
    action: 'Give "event" a string of 1 to 128 characters.',
  },
  event_too_large: {
    status: null,
    title: 'The event is larger than 32 kB.',
    action: 'Send less with it.',
  },
  event_too_many_properties: {
    status: null,
    title: 'The event has more than 64 properties.',
    action: 'Send fewer properties.',
  },
  event_field_invalid: {
    status: null,
    title: 'A field of the event has the wrong type or length.',
    action: 'See the field and docs/protocol.md.',
  },
  event_property_key_invalid: {
    status: null,
    title: 'A property has a key that cannot be kept.',
    action: 'Use keys of 1 to 64 characters, none of them __proto__, constructor or prototype.',
  },
  event_property_value_invalid: {
    status: null,
    title: 'A property has a value that cannot be kept.',
    action:
      'Send strings of at most 1,024 characters, finite numbers within ±(2^53 − 1), booleans, null, or lists of at most 64 of them.',
  },
  event_text_invalid: {
    status: null,
    title: 'A string of the event is not valid text.',
    action: 'Send Unicode without NUL characters and lone surrogates.',
  },
  event_timestamp_invalid: {
    status: null,
    title: 'A time of the event cannot be read, or is outside the years 2000 to 2099.',
    action: 'Send ISO 8601 in UTC, for example 2026-01-31T12:00:00.000Z.',
  },

  // Starting the collector.
  port_in_use: {
    status: null,
    title: 'Another program listens on this port.',
    action: 'Stop it, or choose another port with --port or SONDE_PORT.',
  },
  port_not_permitted: {
    status: null,
    title: 'This user may not listen on this port.',
    action: 'Choose a port from 1024 on with --port or SONDE_PORT.',
  },
  host_not_available: {
    status: null,
    title: 'This machine has no such address to listen on.',
    action: 'Choose another with --host or SONDE_HOST; the default is 127.0.0.1.',
  },
  certificate_invalid: {
    status: null,
    title: 'The TLS certificate or its key cannot be used.',
    action:
      'Give --tls-cert the certificate and then its chain, and --tls-key the key that belongs to it, not encrypted; both in PEM.',
  },
  setting_invalid: {
    status: null,
    title: 'A setting is not valid.',
    action: 'See sonde-collector serve --help.',
  },
  data_directory_not_writable: {
    status: null,
    title: 'The data directory cannot be written.',
    action:
      'Give the user of the collector write access, or choose another with --data-dir or SONDE_DATA_DIR.',
  },
  data_directory_in_use: {
    status: null,
    title: 'Another process uses the data directory.',
    action: 'Stop it, or choose another directory with --data-dir or SONDE_DATA_DIR.',
  },
  data_newer_than_program: {
    status: null,
    title: 'The data directory was written by a newer version of Sonde.',
    action: 'Run that version or a later one; this one leaves the data as it is.',
  },
  data_corrupt: {
    status: null,
    title: 'The data directory cannot be read.',
    action: 'Restore it from a backup; nothing was changed.',
  },
  restore_unfinished: {
    status: null,
    title: 'A backup was being restored into the data directory, and that was not finished.',
    action: 'Run sonde-collector restore again; it begins anew.',
  },
  store_platform_unsupported: {
    status: null,
    title: 'The embedded store does not run on this platform.',
    action: 'Use Linux with glibc, or macOS.',
  },

  // Commanding the collector with sonde-collector.
  operator_not_permitted: {
    status: null,
    title: 'This user may not command the collector of this data directory.',
    action: 'Run the command as the user that the collector runs as.',
  },
  operator_not_answering: {
    status: null,
    title: 'The collector ended before it had answered, or answered what this program cannot read.',
    action: 'See whether it runs, and in which version; then run the command again.',
  },
  operator_socket_unavailable: {
    status: null,
    title: 'The collector cannot be commanded while it runs: it has no socket for it.',
    action:
      'Make the data directory, or the temporary directory, a place where this user can make a Unix socket.',
  },

  // Backups.
  backup_directory_not_empty: {
    status: 409,
    title: 'The directory for the backup is not empty.',
    action: 'Name a new directory for each backup; one that was interrupted can be removed.',
  },
  backup_directory_unusable: {
    status: 422,
    title: 'The collector cannot write a backup into this directory.',
    action:
      'Name a directory outside the data directory in which the user of the collector may write.',
  },
  backup_base_unusable: {
    status: 422,
    title: 'The backup that this one is based on is missing, unfinished or damaged.',
    action: 'Put it back where it was, or beside this one; or make a backup without a base.',
  },
  backup_running: {
    status: 409,
    title: 'Another backup is being written.',
    action: 'Wait until it is finished.',
  },
  backup_failed: {
    status: 500,
    title: 'The backup could not be written; what was written of it is removed.',
    action: 'See the detail and the log of the collector, then run the command again.',
  },
  backup_incomplete: {
    status: null,
    title: 'The directory holds no finished backup.',
    action:
      'Name the directory that was given to sonde-collector backup; take an earlier one if that was interrupted.',
  },
  backup_damaged: {
    status: null,
    title: 'The backup is damaged.',
    action: 'Take another copy of it, or another backup; nothing was restored.',
  },
  backup_newer_than_program: {
    status: null,
    title: 'The backup was written by a newer version of Sonde.',
    action: 'Restore it with that version or a later one.',
  },
  volume_too_small: {
    status: 507,
    title: 'There is not enough space on the volume.',
    action: 'Free space, or choose a directory on another volume; nothing was left behind.',
  },
  restore_over_data: {
    status: null,
    title: 'The data directory is not empty.',
    action: 'Name one that is empty or missing with --data-dir; nothing was changed.',
  },
  restore_failed: {
    status: null,
    title: 'The backup could not be restored.',
    action: 'See the detail; running the command again begins anew.',
  },

  // The program `sonde`.
  option_invalid: {
    status: null,
    title: 'An option or an argument is not valid.',
    action: 'See the help of the command, with --help.',
  },
  file_not_readable: {
    status: null,
    title: 'A file cannot be read.',
    action: 'Check its path and its permissions.',
  },
  file_not_writable: {
    status: null,
    title: 'A file cannot be written.',
    action: 'Check its path and its permissions.',
  },
  file_stale: {
    status: null,
    title: 'A generated file is not up to date.',
    action: 'Run the same command without --check, and commit the file.',
  },
  catalog_not_loadable: {
    status: null,
    title: 'The catalog cannot be loaded.',
    action: 'Mend what the detail names; the file must be JSON, or a module that can be imported.',
  },
  catalog_not_exported: {
    status: null,
    title: 'The module exports no catalog.',
    action: 'Export what defineCatalog returns as "catalog".',
  },
  catalog_hash_wrong: {
    status: null,
    title: 'The catalog does not have the hash that it was sent under.',
    action:
      'Send as catalog_hash the first 16 hexadecimal digits of SHA-256 over the catalog, as JSON without spaces; see docs/protocol.md.',
  },
  catalog_limit_reached: {
    status: null,
    title: 'There are too many catalogs of this tool, or in this project.',
    action:
      'Keep the catalog the same from one release to the next where nothing changes; see docs/protocol.md.',
  },
  catalog_invalid: {
    status: null,
    title: 'The catalog is not valid.',
    action: 'Change what the detail names; see docs/catalog.md.',
  },
  consent_version_not_raised: {
    status: null,
    title: 'Something new is collected under a consent that was given for less.',
    action: 'Raise consentVersion in the catalog, or do not collect it.',
  },
  consent_version_lowered: {
    status: null,
    title: 'The consent version is lower than before.',
    action:
      'Set consentVersion to the earlier number, or above it when something new is collected.',
  },
  conformance_command_unusable: {
    status: null,
    title: 'The command cannot be tried.',
    action: 'Give a command that exits by itself, records events, and prints the same each time.',
  },
  conformance_failed: {
    status: null,
    title: 'The tool did not pass every case.',
    action: 'Each case that failed says what to do; run one with --case.',
  },
  collector_unreachable: {
    status: null,
    title: 'The collector does not answer.',
    action: 'Check that it is running and that --collector names it.',
  },
  collector_answer_unusable: {
    status: null,
    title: 'The answer did not come from a collector, or not from one of this version.',
    action: 'Check what --collector names and what stands in between, for example a proxy.',
  },

  // Using the SDK.
  testing_in_production: {
    status: null,
    title: 'The testing kit was loaded with NODE_ENV=production.',
    action: 'Import sonde/testing from tests only; programs use createTelemetry of sonde.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

/**
 * An expected failure with a stable code.
 *
 * @example
 * ```ts
 * throw new SondeError('port_in_use', { detail: '127.0.0.1:7377' });
 * ```
 */
export class SondeError extends Error {
  readonly code: ErrorCode;
  /** What exactly, for example which port; shown to the user, so never a secret. */
  readonly detail: string | undefined;

  constructor(code: ErrorCode, options: { detail?: string; cause?: unknown } = {}) {
    const entry: ErrorEntry = errorTable[code];
    super(options.detail === undefined ? entry.title : `${entry.title} (${options.detail})`, {
      cause: options.cause,
    });
    this.name = 'SondeError';
    this.code = code;
    this.detail = options.detail;
  }

  get entry(): ErrorEntry {
    return errorTable[this.code];
  }
}
