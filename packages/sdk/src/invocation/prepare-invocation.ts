import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { decideTelemetry, type TelemetryDecision } from '../consent/decide-telemetry.js';
import { keyFor, ownEndpoint } from '../consent/destination-key.js';
import { settleNotice } from '../consent/settle-notice.js';
import { createLaunch } from '../launch/create-launch.js';
import { ensureSettings } from '../launch/deliver.js';
import { flushEvery } from '../launch/flush-interval.js';
import type { Host } from '../launch/host.js';
import type { SenderLaunch } from '../launch/sender-launch.js';
import { initProject } from '../project/init-project.js';
import { describeProcess } from '../runtime/base-properties.js';
import type { DebugLog } from '../runtime/debug-log.js';
import { detectCi } from '../runtime/detect-ci.js';
import { endsWithCommand } from '../runtime/ends-with-command.js';
import { monotonicMs } from '../runtime/monotonic-clock.js';
import { lstatSync } from '../runtime/node-modules.js';
import { identifyProcess } from '../runtime/process-identity.js';
import { randomUuid } from '../runtime/random-uuid.js';
import { userId } from '../runtime/user-id.js';
import { collectorLine, readAnonymousId } from '../spool/anonymous-id.js';
import type { ControlRecord } from '../spool/control-record.js';
import { createAnonymousId } from '../spool/create-anonymous-id.js';
import { createEventStore, type EventStore } from '../spool/event-store.js';
import { findAnonymousId } from '../spool/find-anonymous-id.js';
import { createFlowKeeper, type FlowKeeper } from '../spool/kept-flow-runs.js';
import { makeDirectory } from '../spool/make-directory.js';
import { noteCost } from '../spool/own-cost.js';
import { tagOf } from '../spool/sender-settings.js';
import { openSpoolWriter, type SpoolWriter } from '../spool/spool-writer.js';
import { isReadOnlyCode, openTemporarySpool } from '../spool/temporary-spool.js';
import { tidyUpSometimes } from '../spool/tidy-up.js';
import type { TelemetryOptions } from '../telemetry.js';
import type { RecorderIdentity } from './event-recorder.js';

/** An invocation's identity, event store and delivery. */
export interface InvocationParts {
  identity: RecorderIdentity;
  store: EventStore;
  /** Undefined when nothing can be sent. */
  launch: SenderLaunch | undefined;
  /** Stores resumable flows for later processes; undefined if nothing can be stored. */
  keepFlows(clock: () => number): FlowKeeper | undefined;
  /** Records the time that calls of the SDK took in this run. */
  noteCost(ms: number): void;
}

/** Prepares an invocation: finds its ids, opens its file, and shows the notice if it is due. */
export function prepareInvocation(input: {
  options: TelemetryOptions<CatalogDefinition>;
  host: Host;
  decision: TelemetryDecision;
  /** Reads a variable of the tool, such as `ACME_TELEMETRY_DELIVERY` for `DELIVERY`. */
  own: (suffix: string) => string | undefined;
  debug: DebugLog;
}): InvocationParts {
  const { options, host, decision, own, debug } = input;
  const { catalog } = options;
  const { marker, directory, mode, endpoint, environment } = decision;
  const ci = detectCi(environment);
  const self = identifyProcess();
  const invocationId = randomUuid();
  const type = options.destination?.type ?? 'sonde';
  const address = { type, endpoint, key: keyFor(endpoint, options, environment), catalog };
  const tag = tagOf(address);
  let anonymousId = ci.isCi ? `ci:${ci.name}` : '';
  let writer: SpoolWriter | undefined;
  let keeper: FlowKeeper | undefined;
  let launch: SenderLaunch | undefined;

  const ignored = marker?.ignoredEndpoint;
  if (ignored) debug(`the endpoint in ${marker.path} is ignored: ${ignored.reason}`);
  const chosen = own('DELIVERY') ?? options.delivery;
  const isInline =
    chosen === 'inline' || (chosen !== 'detached' && (ci.isCi || endsWithCommand(self)));

  /** The directory of this invocation's events. */
  let spool = directory ?? '';
  if (mode === 'on') {
    try {
      writer = openWriter();
    } catch (error) {
      try {
        writer = openTemporaryWriter(error);
        debug(`events wait in ${spool} (${error})`);
      } catch {
        debug(`off: no usable directory (${error})`);
      }
    }
  }
  if (marker !== undefined && marker.projectId === undefined) nameProject(marker.path);
  if (mode === 'on' && (writer !== undefined || ci.isCi)) {
    const delivery = isInline ? 'inline' : 'detached';
    const { isDebug } = decision;
    // Nobody would read the notice in CI.
    const needsNotice =
      !ci.isCi &&
      decision.agreedVersion < (catalog.consentVersion ?? 1) &&
      own('NOTICE') !== 'elsewhere';
    const launchOptions = {
      directory: spool,
      tag,
      address,
      delivery,
      own,
      isStillOn: () => decideTelemetry(options, host).mode === 'on',
      isCi: ci.isCi,
      needsNotice,
      noticeDirectory: directory ?? '',
      debug,
      isDebug,
    } as const;
    launch = createLaunch({ options, host: { ...host, environment }, ...launchOptions });
    if (writer !== undefined) {
      ensureSettings(launch);
      const { argv, commandPrefix } = host;
      const real = directory ?? '';
      const shown = { directory: real, options, argv, commandPrefix, environment };
      if (decision.mayHideOptOut) {
        debug('nothing is sent: variables were removed, and an opt-out may be among them');
        launch = undefined;
      } else if (needsNotice && !settleNotice(shown)) {
        debug('nothing is sent: the notice was not shown before this run');
        launch = undefined;
      } else if (options.flushIntervalMs !== undefined) {
        flushEvery(launch, options.flushIntervalMs);
      }
      if (launch === undefined) tidyUpSometimes(spool, debug);
    }
  }

  /** Opens the file of this invocation; throws if the directory cannot be used. */
  function openWriter(): SpoolWriter {
    if (directory === undefined) throw new Error('no usable home directory');
    // Root would create files that the user cannot read.
    if (userId() === 0 && lstatSync(directory, { throwIfNoEntry: false })?.uid) {
      throw new Error(`${directory} belongs to another user`);
    }
    anonymousId ||=
      readAnonymousId(directory, collectorLine(type, endpoint)) ||
      createAnonymousId(directory, address, {
        type,
        endpoint: ownEndpoint(options, environment) ?? endpoint,
      });
    return openSpoolWriter({ directory, invocationId, destination: tag, makeDirectory });
  }

  /** Opens the file in a temporary spool if the directory is read-only; throws otherwise. */
  function openTemporaryWriter(error: unknown): SpoolWriter {
    const isReadOnly = isReadOnlyCode((error as NodeJS.ErrnoException).code);
    // In CI, events are kept in memory and sent before the exit.
    if (!isReadOnly || ci.isCi || directory === undefined) throw error;
    anonymousId ||= findAnonymousId(directory, { type, endpoint }) ?? '';
    // An installation without an id has never shown the notice, nor asked for consent.
    if (anonymousId === '') throw error;
    spool = openTemporarySpool(catalog.tool, environment);
    return openSpoolWriter({ directory: spool, invocationId, destination: tag, makeDirectory });
  }

  /** Gives the project an id, once. Its events have the id from the next run on. */
  function nameProject(path: string): void {
    if (writer === undefined || ci.isCi) return;
    try {
      const project = path.slice(0, path.lastIndexOf('/')) || '/';
      initProject({ tool: catalog.tool, directory: project });
    } catch (error) {
      debug(`could not give the project an id: ${error}`);
    }
  }

  const opened: ControlRecord = {
    control: 'opened',
    format: 1,
    ...self,
    started_at: Math.round(Date.now() - monotonicMs()),
    invocation_properties: Object.keys(catalog.invocationProperties ?? {}),
    keep_flushed: (marker?.telemetryKeepFlushed || options.keepFlushed) ?? false,
  };
  return {
    identity: {
      invocationId,
      anonymousId: anonymousId || randomUuid(),
      projectId: marker?.projectId,
      process: describeProcess({
        version: options.version,
        env: options.env ?? (options.version === 'main' ? 'dev' : 'prod'),
        ci,
        environment,
      }),
    },
    store: createEventStore({
      header: `${JSON.stringify(opened)}\n`,
      writer,
      keepsInMemory: ci.isCi && isInline,
    }),
    launch,
    keepFlows(clock) {
      if (writer !== undefined) {
        keeper ??= createFlowKeeper({ directory: spool, destination: tag, clock });
      }
      return keeper;
    },
    noteCost(ms) {
      if (writer !== undefined) noteCost(spool, ms);
    },
  };
}
