import { createTelemetry } from 'sonde';
import { catalog } from './catalog.js';
import { CancelledError, CliError } from './cli-error.js';
import { readProfiles } from './profiles.js';
import { readProjectApplication } from './project/project-application.js';
import type { Release } from './release.js';
import { readSession } from './session.js';
import type { Settings } from './settings.js';

/** Where events go unless ORBIT_TELEMETRY_ENDPOINT says otherwise: a collector started with its defaults. */
const endpoint = 'http://127.0.0.1:7377';

export type OrbitTelemetry = ReturnType<typeof createOrbitTelemetry>;

export function createOrbitTelemetry(release: Release) {
  return createTelemetry({
    catalog,
    version: release.version,
    env: release.env,
    endpoint,
    // Sent after every run, so that somebody who tries orbit sees the events at once.
    flushAt: 1,
    // Its documentation gives the notice too, so that what scripts report need not wait for a terminal.
    notice: { url: 'https://orbit.example/telemetry', isGivenElsewhere: true },
    isCancellation: (error) => error instanceof CancelledError,
    describeError: (error) =>
      error instanceof CliError ? { error_source: error.errorSource } : undefined,
  });
}

/** Attaches what is known of the user and of this machine. Never a reason for a command to fail. */
export function describeInvocation(telemetry: OrbitTelemetry, settings: Settings): void {
  try {
    const session = readSession(settings);
    // Who signed out, or never signed in, looks like a fresh install, whatever is kept on this machine.
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
    // The command that needs the damaged file says so.
  }
}
