import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type InitializedProject, initProject, readProject } from 'sonde/project';
import { findNamed, listYours } from '../application/find-application.js';
import { ConfigurationFileError, UsageError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { createOutput, type OutputFormat } from '../output.js';
import { adviseOnFile } from '../project/advise-on-file.js';
import type { MarkerFields } from '../project/marker-fields.js';
import { readProjectApplication } from '../project/project-application.js';
import { ensureSignedIn } from '../sign-in.js';

/** Flags of `orbit init`. */
export interface InitOptions {
  app?: string;
  telemetryEndpoint?: string;
  telemetryKeepFlushed?: 'yes' | 'no';
  telemetryDisabled?: 'yes' | 'no';
  dryRun?: true;
  output: OutputFormat;
}

/**
 * Makes the directory a project: writes `.orbit.yaml`, or sets the fields of the given flags in an
 * existing one. Other fields stay unchanged.
 */
export async function init(options: InitOptions, context: CommandContext): Promise<void> {
  const output = createOutput(options.output);
  const directory = process.cwd();
  const path = join(directory, '.orbit.yaml');
  const fields = await readFields(options, context);
  if (options.dryRun === true) {
    const before = readMarker(directory);
    output.result(describeDryRun(before?.projectId, fields), {
      dry_run: true,
      path,
      project_id: before?.projectId ?? null,
      set: fields,
    });
    return;
  }
  const isThere = existsSync(path);
  // Before it gets an id: a file that cannot be changed then stays unchanged.
  if (isThere) await setFields(path, fields);
  const { projectId, created } = initialize(directory);
  if (!isThere) await setFields(path, fields);
  const names = Object.keys(fields);
  const marker = readMarker(directory);
  const file = relative(directory, path);
  const done = created ? [`Wrote ${file}. Commit it.`] : [`${file} is already there.`];
  if (names.length > 0) done.push(`Set in it: ${names.join(', ')}.`);
  output.result(done.join('\n'), {
    path,
    project_id: projectId,
    created,
    application_id: readProjectApplication(directory) ?? null,
    telemetry_endpoint: marker?.telemetryEndpoint ?? null,
    telemetry_keep_flushed: marker?.telemetryKeepFlushed ?? false,
    telemetry_disabled: marker?.telemetryDisabled ?? false,
  });
}

async function readFields(options: InitOptions, context: CommandContext): Promise<MarkerFields> {
  const { telemetryEndpoint, telemetryKeepFlushed, telemetryDisabled, app } = options;
  // First the checks without side effects.
  const endpoint = telemetryEndpoint === undefined ? undefined : readEndpoint(telemetryEndpoint);
  return {
    ...(app === undefined ? {} : { applicationId: await findId(app, context) }),
    ...(endpoint === undefined ? {} : { telemetryEndpoint: endpoint }),
    ...(telemetryKeepFlushed && { telemetryKeepFlushed: telemetryKeepFlushed === 'yes' }),
    ...(telemetryDisabled && { telemetryDisabled: telemetryDisabled === 'yes' }),
  };
}

/** A YAML parser takes a while to load, and most runs set nothing. */
async function setFields(path: string, fields: MarkerFields): Promise<void> {
  if (Object.keys(fields).length === 0) return;
  const { writeMarkerFields } = await import('../project/marker-fields.js');
  writeMarkerFields(path, fields);
}

function readEndpoint(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new UsageError('That is not an address of a collector.', {
      hint: 'Give --telemetry-endpoint one such as https://telemetry.example.com.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('A project’s file is no place for a password.', {
      hint: 'Leave it out of --telemetry-endpoint. ORBIT_TELEMETRY_KEY holds a write key for ORBIT_TELEMETRY_ENDPOINT.',
    });
  }
  return url.href;
}

async function findId(app: string, context: CommandContext): Promise<string> {
  const { cloud } = await ensureSignedIn(context);
  return findNamed(app, await listYours(context, cloud)).id;
}

/** The marker of this directory, not of a parent. */
function readMarker(directory: string) {
  const marker = readProject({ tool: 'orbit', directory });
  return marker?.path === join(directory, '.orbit.yaml') ? marker : undefined;
}

function describeDryRun(projectId: string | undefined, fields: MarkerFields): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  if (projectId === undefined) lines.unshift('projectId: a new random one');
  return lines.length === 0
    ? 'Would change nothing: .orbit.yaml is already there.'
    : ['Would write into .orbit.yaml:', ...lines.map((line) => `  ${line}`)].join('\n');
}

function initialize(directory: string): InitializedProject {
  try {
    return initProject({ tool: 'orbit', directory });
  } catch (error) {
    throw new ConfigurationFileError('.orbit.yaml cannot be given an id.', {
      hint: adviseOnFile(error),
      cause: error,
    });
  }
}
