import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { Host } from '../launch/host.js';
import { findMarkerPath } from '../project/find-marker.js';
import { type ProjectMarker, readMarker } from '../project/project-marker.js';
import { detectCi } from '../runtime/detect-ci.js';
import { spoolDirectory, userSettingPaths } from '../runtime/home.js';
import { findMissingPermission } from '../runtime/missing-permission.js';
import { senderGuard } from '../runtime/sender-environment.js';
import { type Environment, variableName } from '../runtime/variables.js';
import type { TelemetryOptions } from '../telemetry.js';
import { type ConsentDecision, decideConsent } from './decide-consent.js';
import { findHiddenVariables } from './hidden-variables.js';
import { findUserSetting } from './user-setting.js';

/** Everything that is decided before an event is recorded. */
export interface TelemetryDecision extends ConsentDecision {
  marker: ProjectMarker | undefined;
  /** As configured; see `destinationUrl`. Empty when there is none, or for a vendor's default endpoint. */
  endpoint: string;
  /** The spool directory; undefined if there is no usable home directory, or telemetry is not on. */
  directory: string | undefined;
  /** The path of the user's setting that applies. */
  settingPath: string | undefined;
  /** This process's variables, and those that a task runner removed. */
  environment: Environment;
  /** Variables were removed, and an opt-out may be among them, so this run sends nothing. */
  mayHideOptOut: boolean;
  isDebug: boolean;
}

function findProject(tool: string): ProjectMarker | undefined {
  try {
    const path = findMarkerPath(tool, process.cwd());
    return path === undefined ? undefined : readMarker(path);
  } catch {
    // The working directory has been deleted, so there is no project.
    return undefined;
  }
}

/** Why telemetry is off although consent is on. In CI without a home directory, events stay in memory. */
function findOffReason(
  options: Pick<TelemetryOptions<CatalogDefinition>, 'destination'>,
  environment: Environment,
  { endpoint, directory }: Pick<TelemetryDecision, 'endpoint' | 'directory'>,
): string | undefined {
  // A vendor has a default endpoint.
  if (options.destination === undefined && !/^https?:\/\/./i.test(endpoint)) {
    return endpoint === '' ? 'no endpoint' : 'unusable endpoint';
  }
  return directory === undefined && !detectCi(environment).isCi
    ? 'no usable home directory'
    : undefined;
}

/** Telemetry is off, without reading the environment or a file. */
const offFor = (decidedBy: string, environment: Environment): TelemetryDecision => ({
  ...{ mode: 'off', decidedBy, agreedVersion: 0 },
  ...{ marker: undefined, endpoint: '', directory: undefined, environment },
  ...{ settingPath: undefined, mayHideOptOut: false, isDebug: false },
});

/**
 * Decides whether telemetry runs, and where events go. Writes nothing, and reads only what the decision
 * needs, never an identifier.
 */
export function decideTelemetry(
  options: Pick<
    TelemetryOptions<CatalogDefinition>,
    'catalog' | 'endpoint' | 'destination' | 'defaultConsent' | 'directory'
  >,
  host: Pick<Host, 'argv' | 'environment' | 'ownsEnvironment'>,
): TelemetryDecision {
  const { tool } = options.catalog;
  const { argv } = host;
  let { environment } = host;
  const missing = findMissingPermission();
  if (missing !== undefined) return offFor(missing, environment);
  const own = variableName(tool);
  const isDebug = environment.DEBUG === '1' || environment[`${own}_DEBUG`] === '1';
  let marker: ProjectMarker | undefined;
  let settingPath: string | undefined;
  let mayHideOptOut = false;
  const consent = decideConsent({
    tool,
    argv,
    environment,
    disabledByProject: () => {
      marker = findProject(tool);
      return marker?.telemetryDisabled ?? false;
    },
    readSetting: () => {
      const found = findUserSetting(userSettingPaths(tool, environment));
      settingPath = found?.path;
      return found?.setting;
    },
    findHidden: () => {
      if (!host.ownsEnvironment) return undefined;
      const hidden = findHiddenVariables(tool, environment);
      mayHideOptOut = hidden.mayExist;
      environment = hidden.environment ?? environment;
      settingPath = hidden.settingPath ?? settingPath;
      return hidden.decidedBy;
    },
    defaultConsent: options.defaultConsent ?? 'on',
  });
  // Untyped callers may pass a URL object.
  const endpoint = `${
    environment[`${own}_ENDPOINT`] ||
    marker?.telemetryEndpoint ||
    options.destination?.endpoint ||
    options.endpoint ||
    ''
  }`;
  const directory =
    consent.mode === 'on' ? spoolDirectory(tool, environment, options.directory) : undefined;
  const offReason =
    environment[senderGuard] !== undefined
      ? senderGuard
      : consent.mode === 'on'
        ? findOffReason(options, environment, { endpoint, directory })
        : undefined;
  return {
    ...consent,
    ...(offReason && { mode: 'off', decidedBy: offReason }),
    marker,
    endpoint,
    directory,
    environment,
    settingPath,
    mayHideOptOut,
    isDebug,
  };
}
