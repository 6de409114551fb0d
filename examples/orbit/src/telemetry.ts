import { createTelemetry } from 'sonde';
import { catalog } from './catalog.js';
import { CancelledError, CliError } from './cli-error.js';
import { readProfiles } from './profiles.js';
import { readProjectApplication } from './project/project-application.js';
import type { Release } from './release.js';
import { readSession } from './session.js';
import type { Settings } from './settings.js';

/**
 * Default endpoint of events, unless ORBIT_TELEMETRY_ENDPOINT is set: a collector with default
 * settings.
 */
const endpoint = 'http://127.0.0.1:7377';

export type OrbitTelemetry = ReturnType<typeof createOrbitTelemetry>;

export function createOrbitTelemetry(release: Release) {
  return createTelemetry({
    catalog,
    version: release.version,
    env: release.env,
    endpoint,
    // Sends after every run, so that people who try orbit see events at once.
    flushAt: 1,
    // Its documentation also gives the notice, so that scripts need not wait for a terminal.
    notice: { url: 'https://orbit.example/telemetry', isGivenElsewhere: true },
    isCancellation: (error) => error instanceof CancelledError,
    describeError: (error) =>
      error instanceof CliError ? { error_source: error.errorSource } : undefined,
  });
}

/** Adds the known user and machine properties. Never makes a command fail. */
export function describeInvocation(telemetry: OrbitTelemetry, settings: Settings): void {
  try {
    const session = readSession(settings);
    // A user who signed out, or never signed in, looks like a new installation, whatever is stored
    // on this machine.
    if (session === undefined) {
      telemetry.setInvocationProperties({ configured_applications: 0 });
      return;
    }
    if (session.userId !== undefined) telemetry.setUser(session.userId);
    const { default_application, applications } = readProfiles(settings);
    const applicationId = readProjectApplication(process.cwd()) ?? default_application;
    telemetry.setInvocationProperties({
      configured_applications: Object.keys(applications).length,
      ...(applicationId === null ? {} : { app_id: applicationId }),
    });
  } catch {
    // The command that needs the damaged file reports it.
  }
}
