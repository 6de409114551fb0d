import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { DebugLog } from '../runtime/debug-log.js';
import { integerOf } from '../runtime/variables.js';
import type { SenderSettings } from '../spool/sender-settings.js';
import type { Delivery, TelemetryOptions } from '../telemetry.js';
import type { Host } from './host.js';
import type { SenderLaunch } from './sender-launch.js';

declare const SONDE_VERSION: string | undefined;
const library = `sonde/${typeof SONDE_VERSION === 'undefined' ? 'source' : SONDE_VERSION}`;

/** The destination of an invocation's events. */
export type DeliveryAddress = Pick<SenderSettings, 'type' | 'endpoint' | 'key' | 'catalog'>;

/** Collects the input of a sender from the tool's options and the user's variables. */
export function createLaunch(input: {
  options: TelemetryOptions<CatalogDefinition>;
  host: Host;
  address: DeliveryAddress;
  tag: string;
  /** The spool; empty if there is none. */
  directory: string;
  delivery: Delivery;
  isStillOn: () => boolean;
  isCi: boolean;
  needsNotice: boolean;
  noticeDirectory: string;
  /** Reads a variable of the tool, such as `ACME_TELEMETRY_DELIVERY` for `DELIVERY`. */
  own: (suffix: string) => string | undefined;
  debug: DebugLog;
  isDebug: boolean;
}): SenderLaunch {
  const { options, host, address, own, ...given } = input;
  return {
    ...given,
    tool: options.catalog.tool,
    environment: host.environment,
    sender: host.sender,
    flushAt: Math.max(1, integerOf(own('FLUSH_AT')) ?? options.flushAt ?? 25),
    settings: () => ({
      ...address,
      isKeyOfEndpoint: true,
      library,
      backoffMs: integerOf(own('BACKOFF_MS')) ?? options.backoffMs ?? 60_000,
      requestTimeoutMs: integerOf(own('REQUEST_TIMEOUT_MS')) ?? options.requestTimeoutMs ?? 5_000,
      ...(options.flushIntervalMs !== undefined && { isLongLived: true }),
    }),
    inlineBudgetMs: () => integerOf(own('INLINE_BUDGET_MS')) ?? options.inlineBudgetMs ?? 1_000,
  };
}
