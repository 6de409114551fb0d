import { closeSync, constants, existsSync, lstatSync, openSync, writeSync } from 'node:fs';
import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { ensureSettings, type SenderLaunch } from '../delivery/sender-launch.js';
import { type SenderSettings, tagOf } from '../delivery/sender-settings.js';
import type { FlowKeeper } from '../flows/kept-flow-runs.js';
import { loadDeferred, loadSending } from '../loading/load-deferred.js';
import type { ProjectMarker } from '../project/project-marker.js';
import { openSpoolWriter, type SpoolWriter } from '../spool/spool-writer.js';
import { describeProcess } from '../surroundings/base-properties.js';
import { isMainOfContainer } from '../surroundings/container.js';
import type { Ci } from '../surroundings/detect-ci.js';
import { isTerminal } from '../surroundings/is-terminal.js';
import { monotonicMs } from '../surroundings/monotonic-clock.js';
import { identifyProcess } from '../surroundings/process-identity.js';
import { integerOf } from '../surroundings/variables.js';
import type { Host } from '../telemetry.js';
import type { Delivery, TelemetryOptions } from '../telemetry-types.js';
import { anonymousIdPath, readAnonymousId } from './anonymous-id.js';
import type { ControlRecord } from './control-record.js';
import type { DebugLog } from './debug-log.js';
import type { EventSink, RecorderIdentity } from './event-recorder.js';
import { randomUuid } from './random-uuid.js';

declare const SONDE_VERSION: string | undefined;
const library = `sonde/${typeof SONDE_VERSION === 'undefined' ? 'source' : SONDE_VERSION}`;

const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOFOLLOW } = constants;
const costFlags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOFOLLOW;

/** Characters; as much as a file may hold. */
const maxMemoryLength = 5_000_000;

/** Where one invocation keeps its events, and how they leave. */
export interface InvocationStore {
  identity: RecorderIdentity;
  sink: EventSink;
  /** What could not be kept on disk, in CI only. */
  readonly memory: readonly string[];
  /** Undefined when nothing can be sent. */
  launch: SenderLaunch | undefined;
  /** What keeps flows for later processes; undefined where nothing can be kept. */
  keepFlows(clock: () => number): FlowKeeper | undefined;
  seal(): void;
  /** Notes what calls of the SDK took in this run. */
  noteCost(ms: number): void;
}

/** Opens the store of this invocation; nothing is created before the first event. */
export function openInvocationStore(input: {
  options: TelemetryOptions<CatalogDefinition>;
  host: Host;
  mode: 'on' | 'log';
  marker: ProjectMarker | undefined;
  endpoint: string;
  directory: string | undefined;
  own: (suffix: string) => string | undefined;
  ci: Ci;
  debug: DebugLog;
  isDebug: boolean;
  /** Consent version for which the user asked for telemetry. */
  agreedVersion: number;
}): InvocationStore {
  const { options, host, marker, directory, own, ci, debug } = input;
  const { catalog } = options;
  const invocationId = randomUuid();
  const delivery: Delivery =
    ([own('DELIVERY'), options.delivery].find(
      (choice) => choice === 'inline' || choice === 'detached',
    ) as Delivery | undefined) ?? (ci.isCi || isMainOfContainer() ? 'inline' : 'detached');

  const settings: SenderSettings = {
    type: options.destination?.type ?? 'sonde',
    endpoint: input.endpoint,
    key: own('KEY') || options.destination?.key || options.key,
    library,
    catalog,
    backoffMs: integerOf(own('BACKOFF_MS')) ?? options.backoffMs ?? 60_000,
    requestTimeoutMs: integerOf(own('REQUEST_TIMEOUT_MS')) ?? options.requestTimeoutMs ?? 5_000,
    ...(options.flushIntervalMs !== undefined && { isLongLived: true }),
  };

  const tag = tagOf(settings);
  let writer: SpoolWriter | undefined;
  let keeper: FlowKeeper | undefined;
  const memory: string[] = [];
  let memoryLength = 0;
  let anonymousId = ci.isCi ? `ci:${ci.name}` : '';
  try {
    if (directory === undefined) throw new Error('no usable home directory');
    if (input.mode === 'on') {
      // Root would leave files there that the user cannot read.
      if (process.getuid?.() === 0 && lstatSync(directory, { throwIfNoEntry: false })?.uid) {
        throw new Error(`${directory} belongs to another user`);
      }
      const idPath = anonymousIdPath(directory);
      anonymousId ||= readAnonymousId(idPath) || loadDeferred().createAnonymousId(idPath);
      writer = openSpoolWriter({
        directory,
        invocationId,
        destination: tag,
        makeDirectory: (path) => loadDeferred().makeDirectory(path),
      });
    }
  } catch (error) {
    debug(`off: no usable directory (${error})`);
  }

  if (marker !== undefined && marker.projectId === undefined && writer !== undefined && !ci.isCi) {
    try {
      // Once in the life of a project; the id is on the events of the next run.
      loadDeferred().initProject({
        tool: catalog.tool,
        directory: marker.path.slice(0, marker.path.lastIndexOf('/')) || '/',
      });
    } catch (error) {
      debug(`the project gets no id: ${error}`);
    }
  }

  const opened: ControlRecord = {
    control: 'opened',
    format: 1,
    ...identifyProcess(),
    started_at: Math.round(Date.now() - monotonicMs()),
    invocation_properties: Object.keys(catalog.invocationProperties ?? {}),
    keep_flushed: (marker?.telemetryKeepFlushed || options.keepFlushed) ?? false,
  };
  let header = `${JSON.stringify(opened)}\n`;

  let launch: SenderLaunch | undefined =
    input.mode === 'log' || (writer === undefined && !ci.isCi)
      ? undefined
      : {
          directory: directory ?? '',
          sender: host.sender,
          settings,
          tag,
          environment: host.environment,
          delivery,
          inlineBudgetMs: integerOf(own('INLINE_BUDGET_MS')) ?? options.inlineBudgetMs ?? 1_000,
          flushAt: Math.max(1, integerOf(own('FLUSH_AT')) ?? options.flushAt ?? 25),
          debug,
          isDebug: input.isDebug,
        };
  if (writer !== undefined && launch !== undefined) {
    ensureSettings(launch);
    if (!mayLeave(launch.directory)) {
      debug('nothing is sent: the notice was not shown before this run');
      launch = undefined;
    } else if (options.flushIntervalMs !== undefined) {
      loadSending().flushEvery(launch, options.flushIntervalMs);
    }
  }

  /** Whether the user was told before this run. In CI there is nobody to tell. */
  function mayLeave(spool: string): boolean {
    const version = catalog.consentVersion ?? 1;
    if (ci.isCi || input.agreedVersion >= version) return true;
    if (existsSync(`${spool}/notice-${version}`)) return true;
    const isGivenElsewhere = options.notice?.isGivenElsewhere || own('NOTICE') === 'elsewhere';
    if (isGivenElsewhere && !isTerminal(2)) return true;
    try {
      const { argv } = host;
      return loadDeferred().giveNotice({ directory: spool, options, argv, isGivenElsewhere });
    } catch {
      return false;
    }
  }

  return {
    identity: {
      invocationId,
      anonymousId: anonymousId || randomUuid(),
      projectId: marker?.projectId,
      process: describeProcess({
        version: options.version,
        env: options.env ?? (options.version === 'main' ? 'dev' : 'prod'),
        ci,
        environment: host.environment,
      }),
    },
    sink: {
      append(lines, events) {
        const all = header + lines;
        const inMemory = ci.isCi && delivery === 'inline';
        if (!(writer?.append(all, events) ?? false)) {
          // Where telemetry is off for want of a directory, nothing was lost: nothing was to be kept.
          if (!inMemory) return writer === undefined;
          if (memoryLength + all.length > maxMemoryLength) return false;
          memoryLength += all.length;
          memory.push(all);
        }
        header = '';
        return true;
      },
    },
    memory,
    launch,
    keepFlows(clock) {
      if (writer !== undefined && directory !== undefined) {
        const destination = tagOf(settings);
        keeper ??= loadDeferred().createFlowKeeper({ directory, destination, clock });
      }
      return keeper;
    },
    seal() {
      writer?.seal();
    },
    noteCost(ms) {
      if (writer === undefined || directory === undefined) return;
      // A link there leads to another file, and a pipe that nobody reads would never be opened: both
      // are refused. The calls are those that the spool's own file has warmed up.
      const fd = openSync(`${directory}/cost`, costFlags, 0o600);
      writeSync(fd, `${Math.round(ms * 1_000)}\n`);
      closeSync(fd);
    },
  };
}
