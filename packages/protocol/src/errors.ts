/**
 * Every error that a person or a client can get.
 *
 * `status` is the HTTP status, or null if the error is not a response to a request. `title` says what
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
      'Use http://127.0.0.1 or http://localhost with the collector’s port, or start it with --public-url, which requires accounts.',
  },
  proxy_not_allowed: {
    status: 403,
    title: 'The request came through a proxy, but this collector has no accounts.',
    action:
      'Restart it with --public-url and --trust-proxy; people then sign in and tools send a key. See docs/operating.md.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'The request comes from another site’s page.',
    action:
      'Send it from a program or a page of this collector. Behind a proxy, set --public-url to the address that people use.',
  },
  body_not_json: {
    status: 400,
    title: 'The body is not JSON.',
    action: 'Send one JSON object in UTF-8, optionally compressed with gzip, br or zstd.',
  },
  body_wrong_shape: {
    status: 400,
    title: 'The body is JSON, but not an event or a batch of events.',
    action: 'Send {"event": …} or {"events": […], "meta": {…}}.',
  },
  body_truncated: {
    status: 400,
    title: 'The body could not be decompressed.',
    action: 'Send a complete body, encoded as Content-Encoding says.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is larger than the collector accepts.',
    action: 'Send fewer events per request; see the limits in docs/protocol.md.',
  },
  too_many_events: {
    status: 413,
    title: 'The request has too many events.',
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
    action: 'Send a key of this collector in x-api-key or as a Bearer token.',
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
    action: 'Ask an administrator; the detail names what is needed.',
  },
  accounts_needed: {
    status: 403,
    title: 'This collector has no accounts.',
    action: 'Create the first one with sonde-collector user create; see docs/operating.md.',
  },
  project_not_found: {
    status: 404,
    title: 'The project does not exist, or you may not see it.',
    action: 'Check the project’s id.',
  },
  sign_in_refused: {
    status: 401,
    title: 'The e-mail address or the password is wrong.',
    action: 'Check both, or ask an administrator for a password link.',
  },
  too_many_attempts: {
    status: 429,
    title: 'Too many attempts.',
    action: 'Wait up to an hour; Retry-After has the seconds.',
  },
  live_readers_exceeded: {
    status: 429,
    title: 'Too many readers follow this project live.',
    action: 'Close one, then try again.',
  },
  email_invalid: {
    status: 400,
    title: 'This is not an e-mail address.',
    action: 'Use the form name@example.org.',
  },
  password_invalid: {
    status: 400,
    title: 'The password cannot be used.',
    action: 'Use 12 to 1,024 characters, and neither the e-mail address nor the part before its @.',
  },
  password_wrong: {
    status: 403,
    title: 'The current password is wrong.',
    action: 'Check it, or ask an administrator for a password link.',
  },
  account_exists: {
    status: 409,
    title: 'An account with this e-mail address exists.',
    action: 'Sign in with it, or ask an administrator for a password link.',
  },
  account_unconfirmed: {
    status: 409,
    title: 'The owner of this account is not confirmed.',
    action: 'Invite its e-mail address or give it a password link; using either confirms it.',
  },
  account_not_found: {
    status: 404,
    title: 'The account does not exist.',
    action: 'List accounts with sonde-collector user list or /api/v1/accounts.',
  },
  last_administrator: {
    status: 409,
    title: 'This is the last server administrator.',
    action: 'Make another account an administrator first.',
  },
  invitation_not_found: {
    status: 404,
    title: 'There is no such open invitation.',
    action: 'It was accepted or withdrawn, or has expired.',
  },
  link_unknown: {
    status: 404,
    title: 'The link is unknown.',
    action: 'Check that the link is complete, or ask for a new one.',
  },
  link_used: {
    status: 410,
    title: 'The link has been used.',
    action: 'Sign in, or ask for a new link.',
  },
  link_expired: {
    status: 410,
    title: 'The link has expired.',
    action:
      'Ask an administrator for a new one. For the first account, restart the collector or run sonde-collector user create.',
  },
  openid_unavailable: {
    status: null,
    title: 'The sign-in provider does not respond, or not as an OpenID provider.',
    action: 'Try again later, or sign in with a password. The collector’s log has details.',
  },
  openid_issuer_mismatch: {
    status: null,
    title: 'The sign-in provider has a different issuer name.',
    action: 'Set openid.issuer in the configuration file exactly as the provider names itself.',
  },
  openid_state_invalid: {
    status: null,
    title: 'The sign-in began in another browser, or too long ago.',
    action: 'Start again, with cookies allowed.',
  },
  openid_refused: {
    status: null,
    title: 'The sign-in provider refused.',
    action: 'Try again, or ask an administrator. The collector’s log has details.',
  },
  openid_email_unverified: {
    status: null,
    title: 'The sign-in provider has not verified your e-mail address.',
    action: 'Verify it at the provider, then sign in again.',
  },
  openid_domain_not_allowed: {
    status: null,
    title: 'E-mail addresses of this domain are not allowed.',
    action: 'Sign in with another address, or ask an administrator for an invitation.',
  },
  openid_other_person: {
    status: null,
    title: 'The account with this address belongs to another person at the sign-in provider.',
    action: 'If the address has a new owner, ask an administrator to remove the account.',
  },
  project_id_invalid: {
    status: 400,
    title: 'The project id is not valid.',
    action: 'Use 1 to 63 lower-case letters, digits, - and _, beginning with a letter or digit.',
  },
  project_id_taken: {
    status: 409,
    title: 'There is a project with this id already.',
    action: 'Choose another id.',
  },
  name_invalid: {
    status: 400,
    title: 'The name is not valid.',
    action: 'Use 1 to 128 characters without control characters.',
  },
  name_taken: {
    status: 409,
    title: 'The name is taken.',
    action: 'Choose another name.',
  },
  limit_reached: {
    status: 409,
    title: 'The limit for the number of these is reached.',
    action: 'Remove or revoke what you no longer need.',
  },
  declared_in_configuration: {
    status: 409,
    title: 'This is declared in the collector’s configuration file.',
    action: 'Change it in that file and restart the collector.',
  },
  key_not_found: {
    status: 404,
    title: 'The project has no such key.',
    action: 'List the project’s keys under Settings, or with sonde-collector key list --project.',
  },
  project_archived: {
    status: 403,
    title: 'The project is archived and accepts no events.',
    action: 'Keep the events and ask an administrator to restore the project.',
  },
  deletion_not_authorised: {
    status: 403,
    title: 'The secret does not belong to this anonymous id.',
    action: 'Run telemetry delete of the tool in the installation that sent the events.',
  },
  forwarder_not_found: {
    status: 404,
    title: 'This project has no forwarder with this id.',
    action: 'Use an id of the configuration file’s forwarders; see docs/forwarders.md.',
  },
  alert_not_found: {
    status: 404,
    title: 'This project has no alert with this id.',
    action: 'It may have been removed; list the alerts again.',
  },
  view_not_found: {
    status: 404,
    title: 'This project has no view with this id that you may see.',
    action: 'It may have been removed; list the views again.',
  },
  annotation_not_found: {
    status: 404,
    title: 'This project has no annotation with this id.',
    action: 'It may have been removed; list the annotations again.',
  },
  backfill_running: {
    status: 409,
    title: 'A backfill of this forwarder is running.',
    action: 'Wait until it is finished, or cancel it.',
  },
  not_found: {
    status: 404,
    title: 'Nothing is served at this path.',
    action: 'See /api/v1/openapi.json for all paths.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The path does not support this method.',
    action: 'See the Allow header.',
  },
  parameter_invalid: {
    status: 400,
    title: 'A request parameter is not valid.',
    action: 'See the detail and /api/v1/openapi.json.',
  },
  quarantined_event_id_invalid: {
    status: 400,
    title: 'This is not the id of a quarantined event.',
    action: 'Copy the id from the list; it has 32 characters, 0-9 and a-f.',
  },
  quarantined_event_not_found: {
    status: 404,
    title: 'No quarantined event of the project has this id.',
    action: 'It may have been replayed or dropped; list them again.',
  },
  invocation_not_found: {
    status: 404,
    title: 'No invocation has this id.',
    action: 'Check the id; its events may not have arrived yet.',
  },
  flow_not_found: {
    status: 404,
    title: 'No flow has this name.',
    action: 'See /api/v1/flows for the known flows.',
  },
  overloaded: {
    status: 429,
    title: 'More events arrive than can be stored.',
    action: 'Wait for the seconds in Retry-After, then send the same request again.',
  },
  store_unavailable: {
    status: 503,
    title: 'The store cannot be written now; nothing of the request was stored.',
    action: 'Keep the events and resend them after Retry-After.',
  },
  query_unavailable: {
    status: 503,
    title: 'The query cannot be answered now.',
    action: 'Repeat it in some seconds. If it keeps failing, read the collector’s log.',
  },
  request_timeout: {
    status: 408,
    title: 'The request did not arrive completely in time.',
    action: 'Send it again, with fewer events if the connection is slow.',
  },
  disk_full: {
    status: 503,
    title: 'The collector’s disk is full; nothing of this request was stored.',
    action: 'Free space on the volume of the data directory. Clients keep their events until then.',
  },
  query_too_large: {
    status: 422,
    title: 'The query needs more memory than the store may use.',
    action: 'Query a shorter date range, or raise --memory; see docs/operating.md.',
  },
  sql_invalid: {
    status: 400,
    title: 'The SQL query cannot be run.',
    action: 'Change what the detail names. docs/sql.md lists views, columns and functions.',
  },
  sql_limit_exceeded: {
    status: 422,
    title: 'The SQL query exceeds a limit.',
    action: 'Query a shorter date range, or add conditions or a LIMIT.',
  },
  not_ready: {
    status: 503,
    title: 'The collector is not ready.',
    action: 'Wait; if it lasts, read the collector’s log.',
  },
  not_the_leader: {
    status: 503,
    title: 'Only the collector that leads can do this, and this one only takes in events.',
    action:
      'Send this to the collector whose GET /health/leader responds 200. If none does, repeat it soon; if that lasts, the log says why no collector can lead.',
  },
  internal: {
    status: 500,
    title: 'Internal error of the collector.',
    action: 'Find the request id in the collector’s log and report the error.',
  },

  // One event of a batch.
  event_not_object: {
    status: null,
    title: 'The event is not a JSON object.',
    action: 'Send each event as an object with a name in "event".',
  },
  event_name_invalid: {
    status: null,
    title: 'The event has no valid name.',
    action: 'Give "event" a string of 1 to 128 characters.',
  },
  event_too_large: {
    status: null,
    title: 'The event is larger than 32 kB.',
    action: 'Send less data with it.',
  },
  event_too_many_properties: {
    status: null,
    title: 'The event has more than 64 properties.',
    action: 'Send fewer properties.',
  },
  event_field_invalid: {
    status: null,
    title: 'A field of the event has the wrong type or length.',
    action: 'See the field in docs/protocol.md.',
  },
  event_property_key_invalid: {
    status: null,
    title: 'A property key is not valid.',
    action: 'Use keys of 1 to 64 characters, except __proto__, constructor and prototype.',
  },
  event_property_value_invalid: {
    status: null,
    title: 'A property value is not valid.',
    action:
      'Send strings of at most 1,024 characters, finite numbers within ±(2^53 − 1), booleans, null, or lists of at most 64 of these.',
  },
  event_undeclared: {
    status: null,
    title: 'The catalog does not declare this event.',
    action:
      'Declare it, then push the catalog; a project of the configuration file takes its catalog from that file. See docs/catalog.md.',
  },
  event_property_undeclared: {
    status: null,
    title: 'The catalog does not declare a property of this event.',
    action:
      'Declare it, then push the catalog; a project of the configuration file takes its catalog from that file. See docs/catalog.md.',
  },
  event_property_value_undeclared: {
    status: null,
    title: 'The catalog does not declare a value of a property.',
    action:
      'Declare it, then push the catalog; a project of the configuration file takes its catalog from that file. See docs/catalog.md.',
  },
  event_property_type_invalid: {
    status: null,
    title: 'A property that Sonde reads has a value of another type.',
    action:
      'Send true or false for succeeded, a whole number for exit_code, and so on; see docs/protocol.md.',
  },
  event_text_invalid: {
    status: null,
    title: 'A string of the event is not valid text.',
    action: 'Send Unicode without NUL characters and lone surrogates.',
  },
  event_timestamp_invalid: {
    status: null,
    title: 'A time in the event is unreadable, or outside the years 2000 to 2099.',
    action: 'Send ISO 8601 in UTC, for example 2026-01-31T12:00:00.000Z.',
  },

  // Starting the collector.
  port_in_use: {
    status: null,
    title: 'Another program uses this port.',
    action: 'Stop it, or choose another port with --port or SONDE_PORT.',
  },
  port_not_permitted: {
    status: null,
    title: 'This user may not listen on this port.',
    action: 'Choose a port from 1024 with --port or SONDE_PORT.',
  },
  host_not_available: {
    status: null,
    title: 'This machine does not have this address.',
    action: 'Choose another with --host or SONDE_HOST.',
  },
  certificate_invalid: {
    status: null,
    title: 'The TLS certificate or its key is not valid.',
    action:
      'Set --tls-cert to the certificate followed by its chain, and --tls-key to its unencrypted key, both in PEM.',
  },
  setting_invalid: {
    status: null,
    title: 'A setting is not valid.',
    action: 'See sonde-collector serve --help.',
  },
  configuration_invalid: {
    status: null,
    title: 'The configuration file is not valid.',
    action: 'Correct it where the detail says; docs/operating.md describes the file.',
  },
  data_directory_not_writable: {
    status: null,
    title: 'The data directory is not writable.',
    action: 'Give the collector’s user write access, or choose another with --data-dir.',
  },
  data_directory_missing: {
    status: null,
    title: 'There is no data directory of a collector here.',
    action:
      'Name the right one with --data-dir or SONDE_DATA_DIR; sonde-collector serve makes a new one.',
  },
  data_directory_in_use: {
    status: null,
    title: 'Another process uses the data directory.',
    action: 'Stop it, or choose another with --data-dir.',
  },
  data_directory_of_other_store: {
    status: null,
    title: 'The data directory belongs to another store.',
    action: 'Set SONDE_STORE as before, or choose another --data-dir.',
  },
  data_directory_moved: {
    status: null,
    title: 'The data was moved to ClickHouse servers, or a move was begun.',
    action:
      'Choose another --data-dir, or finish the move. To go back, or to move it again, delete the file sonde-moved in this directory.',
  },
  data_newer_than_program: {
    status: null,
    title: 'A newer version of Sonde wrote the data.',
    action: 'Run that version or a later one. The data is unchanged.',
  },
  data_corrupt: {
    status: null,
    title: 'The data directory cannot be read.',
    action: 'Restore a backup. The data is unchanged.',
  },
  restore_unfinished: {
    status: null,
    title: 'A restore into the data directory was not finished.',
    action: 'Run sonde-collector restore again; it starts over.',
  },
  store_unreachable: {
    status: null,
    title: 'The ClickHouse server cannot be reached.',
    action: 'Start it, or correct SONDE_STORE.',
  },
  store_login_refused: {
    status: null,
    title: 'The ClickHouse server refuses the user or password.',
    action: 'Correct the user in SONDE_STORE, or the password.',
  },
  store_rights_missing: {
    status: null,
    title: 'The ClickHouse user lacks a right.',
    action: 'Grant the rights in docs/scaling.md.',
  },
  store_in_use: {
    status: null,
    title: 'Another collector leads on the ClickHouse server.',
    action: 'Stop it for this command, or to start an older or a newer version.',
  },
  store_too_old: {
    status: null,
    title: 'The ClickHouse server is too old.',
    action: 'Upgrade it. Nothing was changed.',
  },
  store_tables_changed: {
    status: null,
    title: 'The tables on the ClickHouse server were changed.',
    action: 'Undo the change that the detail names.',
  },
  store_shards_changed: {
    status: null,
    title: 'SONDE_STORE names other ClickHouse servers than the data has.',
    action: 'Name the same servers in the same order.',
  },
  store_cluster_wrong: {
    status: null,
    title: 'The first ClickHouse server has another cluster than SONDE_STORE.',
    action: 'Correct its remote_servers: docs/scaling.md.',
  },
  move_over_data: {
    status: null,
    title: 'The ClickHouse servers have data already.',
    action: 'Drop their database sonde, or use others.',
  },
  move_unfinished: {
    status: null,
    title: 'A move to the ClickHouse servers was not finished.',
    action:
      'Run sonde-collector move again; it continues. To give it up, drop the database sonde there.',
  },
  move_differs: {
    status: null,
    title: 'The moved data differs from the embedded store.',
    action: 'Drop the database sonde there, and move again.',
  },
  store_unusable: {
    status: null,
    title: 'The ClickHouse server cannot be used.',
    action: 'See the detail and the server’s log.',
  },
  store_platform_unsupported: {
    status: null,
    title: 'The embedded store does not run on this platform.',
    action: 'Use Linux with glibc, or macOS.',
  },

  // Managing the collector with sonde-collector.
  operator_not_permitted: {
    status: null,
    title: 'This user may not manage this collector.',
    action: 'Run the command as the collector’s user.',
  },
  operator_not_answering: {
    status: null,
    title: 'The collector stopped before it responded, or its response is unreadable.',
    action: 'Check that it runs, in the same version, and try again.',
  },
  operator_socket_unavailable: {
    status: null,
    title: 'The running collector has no socket for commands.',
    action:
      'Use a data directory or a temporary directory in which its user can create a Unix socket.',
  },

  // Backups.
  backup_not_supported: {
    status: 409,
    title: 'The data is on a ClickHouse server.',
    action: 'Run BACKUP DATABASE sonde there.',
  },
  backup_directory_not_empty: {
    status: 409,
    title: 'The backup directory is not empty.',
    action: 'Choose a new directory for each backup.',
  },
  backup_directory_unusable: {
    status: 422,
    title: 'The collector cannot write a backup to this directory.',
    action: 'Choose one outside the data directory where the collector’s user may write.',
  },
  backup_base_unusable: {
    status: 422,
    title: 'The base of this backup is missing, incomplete or damaged.',
    action: 'Put it back in its place or next to this backup, or make a backup without --base.',
  },
  backup_running: {
    status: 409,
    title: 'Another backup is running.',
    action: 'Wait until it has finished.',
  },
  backup_failed: {
    status: 500,
    title: 'The backup failed; its files were removed.',
    action: 'See the detail and the collector’s log, then run the command again.',
  },
  backup_incomplete: {
    status: null,
    title: 'The directory contains no complete backup.',
    action: 'Choose the directory of a finished sonde-collector backup.',
  },
  backup_damaged: {
    status: null,
    title: 'The backup is damaged.',
    action: 'Use another copy or another backup. Nothing was restored.',
  },
  backup_newer_than_program: {
    status: null,
    title: 'A newer version of Sonde wrote the backup.',
    action: 'Restore it with that version or a later one.',
  },
  volume_too_small: {
    status: 507,
    title: 'The volume has too little space.',
    action: 'Free space, or choose another volume. Nothing was left behind.',
  },
  restore_over_data: {
    status: null,
    title: 'The data directory is not empty.',
    action: 'Choose an empty or missing directory with --data-dir. Nothing was changed.',
  },
  restore_failed: {
    status: null,
    title: 'The restore failed.',
    action: 'See the detail, then run the command again; it starts over.',
  },

  // The programs `sonde` and `sonde-collector`.
  option_invalid: {
    status: null,
    title: 'An option or an argument is not valid.',
    action: 'Run the command with --help.',
  },
  file_not_readable: {
    status: null,
    title: 'A file cannot be read.',
    action: 'Check its path and its permissions.',
  },
  file_not_writable: {
    status: null,
    title: 'A file cannot be written.',
    action: 'Check its path, its permissions and the free space.',
  },
  file_exists: {
    status: null,
    title: 'The file already exists.',
    action: 'Choose another name, or replace it with --force.',
  },
  file_stale: {
    status: null,
    title: 'A generated file is out of date.',
    action: 'Run the same command without --check and commit the file.',
  },
  catalog_not_loadable: {
    status: null,
    title: 'The catalog cannot be loaded.',
    action:
      'Fix the problem named in the detail. The file must be JSON, or a module that can be imported.',
  },
  catalog_not_exported: {
    status: null,
    title: 'The module exports no catalog.',
    action: 'Export the result of defineCatalog as "catalog".',
  },
  catalog_hash_wrong: {
    status: null,
    title: 'The catalog does not match its hash.',
    action:
      'Send as catalog_hash the first 16 hexadecimal digits of SHA-256 over the catalog as JSON without spaces; see docs/protocol.md.',
  },
  catalog_limit_reached: {
    status: 409,
    title: 'This tool or project has too many catalogs.',
    action: 'Keep the catalog identical between releases if nothing changes; see docs/protocol.md.',
  },
  catalog_invalid: {
    status: 400,
    title: 'The catalog is not valid.',
    action: 'Fix the problem named in the detail; see docs/catalog.md.',
  },
  consent_version_not_raised: {
    status: null,
    title: 'The catalog collects something new without new consent.',
    action: 'Raise consentVersion in the catalog, or do not collect it.',
  },
  consent_version_lowered: {
    status: null,
    title: 'The consent version is lower than before.',
    action: 'Set consentVersion to the earlier number, or a higher one.',
  },
  conformance_command_unusable: {
    status: null,
    title: 'The command cannot be tested.',
    action: 'Use a command that exits, records events and prints the same each time.',
  },
  conformance_failed: {
    status: null,
    title: 'The tool failed at least one case.',
    action: 'Follow the advice of each failed case; run one with --case.',
  },
  collector_unreachable: {
    status: null,
    title: 'The collector does not respond.',
    action: 'Check that it runs and that --collector has its address.',
  },
  export_incomplete: {
    status: null,
    title: 'The export ended before it was complete.',
    action: 'Export again. A file was not written; discard what was printed on stdout.',
  },
  cancelled: {
    status: null,
    title: 'The command was cancelled.',
    action: 'Run it again. A file was not written; discard what was printed on stdout.',
  },
  collector_response_unusable: {
    status: null,
    title: 'The response is not from a collector of this version.',
    action: 'Check the address in --collector and any proxy in between.',
  },

  // Using the SDK.
  testing_in_production: {
    status: null,
    title: 'The testing kit was loaded with NODE_ENV=production.',
    action: 'Import sonde/testing only in tests; programs use createTelemetry from sonde.',
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
