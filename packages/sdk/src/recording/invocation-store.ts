import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  writeSync,
} from 'node:fs';
import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { TelemetryDecision } from '../consent/decide-telemetry.js';
import { giveNotice } from '../consent/notice.js';
import type { Host } from '../create-telemetry.js';
import { flushEvery } from '../delivery/flush-interval.js';
import { ensureSettings, type SenderLaunch } from '../delivery/sender-launch.js';
import { tagOf } from '../delivery/sender-settings.js';
import { keyFor, ownEndpoint } from '../destinations/destination-key.js';
import { createFlowKeeper, type FlowKeeper } from '../flows/kept-flow-runs.js';
import { initProject } from '../project/init-project.js';
import { makeDirectory } from '../spool/make-directory.js';
import { openSpoolWriter, type SpoolWriter } from '../spool/spool-writer.js';
import { describeProcess } from '../surroundings/base-properties.js';
import { isMainOfContainer } from '../surroundings/container.js';
import { detectCi } from '../surroundings/detect-ci.js';
import { isTerminal } from '../surroundings/is-terminal.js';
import { monotonicMs } from '../surroundings/monotonic-clock.js';
import { identifyProcess } from '../surroundings/process-identity.js';
import { integerOf } from '../surroundings/variables.js';
import type { TelemetryOptions } from '../telemetry-types.js';
import { collectorLine, readAnonymousId } from './anonymous-id.js';
import type { ControlRecord } from './control-record.js';
import { createAnonymousId } from './create-anonymous-id.js';
import type { DebugLog } from './debug-log.js';
import type { AppendLines, RecorderIdentity } from './event-recorder.js';
import { randomUuid } from './random-uuid.js';

declare const SONDE_VERSION: string | undefined;
const library = `sonde/${typeof SONDE_VERSION === 'undefined' ? 'source' : SONDE_VERSION}`;

const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOFOLLOW } = constants;
const costFlags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOFOLLOW;

/** Nothing else tidies up while events wait for the notice. */
const shareOfRunsThatTidyUp = 1 / 16;

/** Characters; as much as a file may hold. */
const maxMemoryLength = 5_000_000;

/** Where one invocation keeps its events, and how they leave. */
export interface InvocationStore {
  identity: RecorderIdentity;
  append: AppendLines;
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

/**
 * Opens the store of this invocation; nothing is created before the first event.
 *
 * What few runs need is a function of its own, here as in all that a usual run calls: an engine reads
 * over a function that is not called, and compiles the rest.
 */
export function openInvocationStore(input: {
  options: TelemetryOptions<CatalogDefinition>;
  host: Host;
  decision: TelemetryDecision;
  own: (suffix: string) => string | undefined;
  debug: DebugLog;
}): InvocationStore {
  const { options, host, decision, own, debug } = input;
  const { catalog } = options;
  const { marker, directory } = decision;
  const { environment } = host;
  const ci = detectCi(environment);
  const invocationId = randomUuid();
  const chosen = own('DELIVERY') ?? options.delivery;
  const isInline =
    chosen === 'inline' || (chosen !== 'detached' && (ci.isCi || isMainOfContainer()));
  const address = {
    type: options.destination?.type ?? 'sonde',
    endpoint: decision.endpoint,
    key: keyFor(decision.endpoint, options, environment),
    catalog,
  };
  const tag = tagOf(address);
  const memory: string[] = [];
  let memoryLength = 0;
  let anonymousId = ci.isCi ? `ci:${ci.name}` : '';
  let writer: SpoolWriter | undefined;
  let keeper: FlowKeeper | undefined;
  const ignored = marker?.ignoredEndpoint;
  if (ignored) debug(`the endpoint in ${marker.path} is ignored: ${ignored.reason}`);
  if (decision.mode === 'on') {
    try {
      writer = openWriter();
    } catch (error) {
      debug(`off: no usable directory (${error})`);
    }
  }
  if (marker !== undefined && marker.projectId === undefined) nameProject(marker.path);

  let header = `${JSON.stringify({
    control: 'opened',
    format: 1,
    ...identifyProcess(),
    started_at: Math.round(Date.now() - monotonicMs()),
    invocation_properties: Object.keys(catalog.invocationProperties ?? {}),
    keep_flushed: (marker?.telemetryKeepFlushed || options.keepFlushed) ?? false,
  } satisfies ControlRecord)}\n`;

  let launch: SenderLaunch | undefined;
  if (decision.mode === 'on' && (writer !== undefined || ci.isCi)) {
    launch = {
      directory: directory ?? '',
      tag,
      delivery: isInline ? 'inline' : 'detached',
      flushAt: Math.max(1, integerOf(own('FLUSH_AT')) ?? options.flushAt ?? 25),
      debug,
      isDebug: decision.isDebug,
      environment,
      sender: host.sender,
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
    if (writer !== undefined) {
      ensureSettings(launch);
      const version = catalog.consentVersion ?? 1;
      const isTold =
        ci.isCi ||
        decision.agreedVersion >= version ||
        existsSync(`${directory}/notice-${version}`);
      // In CI there is nobody to tell.
      if (!isTold && !tell(launch)) {
        debug('nothing is sent: the notice was not shown before this run');
        launch = undefined;
      } else if (options.flushIntervalMs !== undefined) {
        flushEvery(launch, options.flushIntervalMs);
      }
    }
  }

  function openWriter(): SpoolWriter {
    if (directory === undefined) throw new Error('no usable home directory');
    // Root would leave files there that the user cannot read.
    if (process.getuid?.() === 0 && lstatSync(directory, { throwIfNoEntry: false })?.uid) {
      throw new Error(`${directory} belongs to another user`);
    }
    const { type, endpoint } = address;
    anonymousId ||=
      readAnonymousId(directory, collectorLine(type, endpoint)) ||
      createAnonymousId(directory, address, {
        type,
        endpoint: ownEndpoint(options, environment) ?? endpoint,
      });
    return openSpoolWriter({
      directory,
      invocationId,
      destination: tag,
      makeDirectory,
    });
  }

  /** Once in the life of a project; the id is on the events of the next run. */
  function nameProject(path: string): void {
    if (writer === undefined || ci.isCi) return;
    try {
      const project = path.slice(0, path.lastIndexOf('/')) || '/';
      initProject({ tool: catalog.tool, directory: project });
    } catch (error) {
      debug(`the project gets no id: ${error}`);
    }
  }

  /** Gives the notice; true where what this run records may leave all the same. */
  function tell({ directory: spool, flushAt }: SenderLaunch): boolean {
    const isGivenElsewhere = options.notice?.isGivenElsewhere || own('NOTICE') === 'elsewhere';
    const tidiesUp = Math.random() < shareOfRunsThatTidyUp;
    try {
      if (!isTerminal(2)) {
        if (isGivenElsewhere) return true;
        // Nobody would see it: what gives it is loaded where one was shown, for whichever version.
        if (!tidiesUp && !readdirSync(spool).join().includes('notice-')) return false;
      }
      const { argv } = host;
      return giveNotice({
        directory: spool,
        options,
        argv,
        isGivenElsewhere,
        flushAt,
        tidiesUp,
      });
    } catch {
      return false;
    }
  }

  /** False when they are lost. */
  function keepElsewhere(lines: string): boolean {
    // Where telemetry is off for want of a directory, nothing was lost: nothing was to be kept.
    if (!ci.isCi || !isInline) return writer === undefined;
    if (memoryLength + lines.length > maxMemoryLength) return false;
    memoryLength += lines.length;
    memory.push(lines);
    header = '';
    return true;
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
        environment,
      }),
    },
    append(lines, events) {
      const all = header + lines;
      if (writer?.append(all, events) !== true) return keepElsewhere(all);
      header = '';
      return true;
    },
    memory,
    launch,
    keepFlows(clock) {
      if (writer !== undefined && directory !== undefined) {
        keeper ??= createFlowKeeper({ directory, destination: tag, clock });
      }
      return keeper;
    },
    seal() {
      writer?.seal();
    },
    noteCost(ms) {
      if (writer === undefined) return;
      // A link there leads to another file, and a pipe that nobody reads would never be opened: both
      // are refused. The calls are those that the spool's own file has warmed up.
      const fd = openSync(`${directory}/cost`, costFlags, 0o600);
      writeSync(fd, `${Math.round(ms * 1_000)}\n`);
      closeSync(fd);
    },
  };
}
