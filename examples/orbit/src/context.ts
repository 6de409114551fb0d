import { type CloudClient, type Credentials, createCloudClient } from './cloud-client.js';
import { createProgress, type ShowProgress } from './progress.js';
import type { Release } from './release.js';
import type { ServiceOptions } from './service-request.js';
import type { Settings } from './settings.js';
import type { OrbitTelemetry } from './telemetry.js';

/** The input of every command. */
export interface CommandContext {
  settings: Settings;
  telemetry: OrbitTelemetry;
  /** Aborted by SIGINT. */
  signal: AbortSignal;
  progress: ShowProgress;
  /** Options of requests to the service. */
  service: ServiceOptions;
  /** The service with given credentials. Commands use `connectSignedIn`. */
  connect(credentials: Credentials): CloudClient;
}

export function createContext(options: {
  settings: Settings;
  release: Release;
  telemetry: OrbitTelemetry;
  signal: AbortSignal;
}): CommandContext {
  const { settings, release, telemetry, signal } = options;
  const service = {
    url: settings.cloudUrl,
    timeoutMs: settings.timeoutMs,
    signal,
    userAgent: `orbit/${release.version}`,
  };
  return {
    settings,
    telemetry,
    signal,
    progress: createProgress(settings),
    service,
    connect: (credentials) => createCloudClient({ ...service, credentials }),
  };
}
