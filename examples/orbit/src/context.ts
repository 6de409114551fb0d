import { type CloudClient, createCloudClient } from './cloud-client.js';
import { createProgress, type ShowProgress } from './progress.js';
import type { Release } from './release.js';
import type { Settings } from './settings.js';
import type { OrbitTelemetry } from './telemetry.js';

/** What every command is given. */
export interface CommandContext {
  settings: Settings;
  telemetry: OrbitTelemetry;
  /** Aborted by SIGINT. */
  signal: AbortSignal;
  progress: ShowProgress;
  /** The service, for whoever holds a token. */
  connect(token: string): CloudClient;
}

export function createContext(options: {
  settings: Settings;
  release: Release;
  telemetry: OrbitTelemetry;
  signal: AbortSignal;
}): CommandContext {
  const { settings, release, telemetry, signal } = options;
  return {
    settings,
    telemetry,
    signal,
    progress: createProgress(settings),
    connect: (token) =>
      createCloudClient({
        url: settings.cloudUrl,
        token,
        timeoutMs: settings.timeoutMs,
        signal,
        userAgent: `orbit/${release.version}`,
      }),
  };
}
