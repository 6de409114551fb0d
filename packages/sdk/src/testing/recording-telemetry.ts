import { basePropertyNames, type Properties, type WireEvent } from '@sonde/protocol';
import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { classifyError } from '../errors/classify-error.js';
import type { ScopeEnd } from '../errors/scope-end.js';
import type { RecorderIdentity } from '../invocation/event-recorder.js';
import {
  createInvocation,
  type Invocation,
  type InvocationRole,
  roleOf,
} from '../invocation/invocation.js';
import { createInvocationSequence } from '../invocation/invocation-sequence.js';
import type { TelemetryUnit } from '../invocation/run-unit.js';
import { createFacade } from '../invocation/telemetry-facade.js';
import type { EndingListener } from '../process-end/ending-listener.js';
import type { watchEndings } from '../process-end/watch-endings.js';
import { nameAgent } from '../runtime/detect-agent.js';
import { randomUuid } from '../runtime/random-uuid.js';
import { addCounts } from '../spool/counts.js';
import type { CommandRejection, Telemetry, TelemetryOptions } from '../telemetry.js';
import { createMemoryFlowKeeper } from './memory-flow-keeper.js';
import { type RecordedFlow, readFlows } from './recorded-flows.js';
import type { RecordedEvent, Recording } from './recording.js';

/** Options of {@link createRecordingTelemetry}: those that your program passes to `createTelemetry`. */
export type RecordingOptions<Definition extends CatalogDefinition> = Pick<
  TelemetryOptions<Definition>,
  'catalog' | 'clock' | 'isCancellation' | 'describeError'
>;

interface RecordingUnit<Definition extends CatalogDefinition> extends TelemetryUnit<Definition> {
  losses(): Readonly<Record<string, number>>;
  exit(exitCode: number): void;
  forget(): void;
}

/** Telemetry that records into memory: see {@link createRecordingTelemetry}. */
export interface RecordingTelemetry<Definition extends CatalogDefinition = CatalogDefinition>
  extends Telemetry<Definition>,
    Recording {
  /** Counts of what the catalog rejected, by reason: `value` counts values, events and steps. */
  readonly losses: Readonly<Record<string, number>>;
  /**
   * Simulates the exit of the process: ends open flows and records `Command Completed`. Later calls belong
   * to a new invocation.
   */
  exit(exitCode?: number): void;
  /** Clears the recording for the next test. */
  clear(): void;
}

/**
 * Creates telemetry for unit tests, with the type that your program uses. The catalog is enforced, and
 * flows and commands behave as in the program. Nothing is written, sent or read from the environment. The
 * end of the test's process is not watched; call {@link RecordingTelemetry.exit} instead.
 *
 * @example
 * ```ts
 * import { createRecordingTelemetry } from 'sonde/testing';
 * import { catalog } from './catalog.js';
 *
 * const telemetry = createRecordingTelemetry({ catalog });
 * telemetry.track('Theme Chosen', { theme: 'dark' });
 * console.log(telemetry.events); // [{ event: 'Theme Chosen', properties: { theme: 'dark' }, … }]
 * ```
 */
export function createRecordingTelemetry<const Definition extends CatalogDefinition>(
  recordingOptions: RecordingOptions<Definition>,
): RecordingTelemetry<Definition> {
  const { catalog } = recordingOptions;
  const options = { ...recordingOptions, version: '0.0.0' };
  const host = {
    environment: {},
    ownsEnvironment: false,
    argv: [],
    commandPrefix: '',
    sender: { path: '' },
  };
  const clock = recordingOptions.clock ?? Date.now;
  const inherited = new Set<string>([
    ...basePropertyNames,
    ...Object.keys(catalog.invocationProperties ?? {}),
  ]);
  const anonymousId = randomUuid();
  let keeper = createMemoryFlowKeeper(clock);
  let lines: WireEvent[] = [];
  /** From invocations that have ended. */
  let lost: Record<string, number> = {};
  const decidedBy = 'sonde/testing';
  const classify = (error: unknown) => classifyError(error, options);

  function append(text: string): boolean {
    for (const line of text.split('\n').filter((each) => each !== '')) {
      const record = JSON.parse(line) as Partial<WireEvent>;
      if (record.event !== undefined) lines.push(record as WireEvent);
    }
    return true;
  }

  function open(
    role: InvocationRole,
    client: () => string | undefined,
    watch: typeof watchEndings,
  ): Invocation {
    const identity: RecorderIdentity = {
      invocationId: randomUuid(),
      anonymousId,
      projectId: undefined,
      process: {
        version: options.version,
        env: 'dev',
        operating_system: 'test',
        arch: 'test',
        runtime: 'test',
        runtime_version: '0',
        is_ci: false,
        ci_name: null,
        cli_context: 'human',
        is_interactive: false,
      },
    };
    return createInvocation({
      options,
      host,
      decision: {
        mode: 'on',
        decidedBy,
        agreedVersion: 0,
        marker: undefined,
        endpoint: '',
        directory: undefined,
        environment: host.environment,
        settingPath: undefined,
        mayHideOptOut: false,
        isDebug: false,
      },
      classify,
      role,
      client,
      tag: '',
      takeSpentMs: () => 0,
      prepare: () => ({
        identity,
        store: { append, memory: [], seal: () => {} },
        launch: undefined,
        keepFlows: () => keeper,
        noteCost: () => {},
      }),
      watch,
    });
  }

  function toRecorded(event: WireEvent): RecordedEvent {
    return { ...event, properties: ownProperties(event) };
  }
  function ownProperties(event: WireEvent): Properties {
    return Object.fromEntries(
      Object.entries(event.properties ?? {}).filter(([name]) => !inherited.has(name)),
    );
  }

  /** {@link RecordingTelemetry.exit} ends its invocations, and the next call starts another. */
  function openUnit(parent?: () => string | undefined): RecordingUnit<Definition> {
    let ownClient: string | undefined;
    const client = () => ownClient ?? parent?.();
    const opened = new Set<Invocation>();
    const watching = new Set<EndingListener>();
    const openSequence = () =>
      createInvocationSequence((isFirst) => {
        const invocation = open(roleOf(parent !== undefined, isFirst), client, (listener) => {
          watching.add(listener);
          return () => watching.delete(listener);
        });
        opened.add(invocation);
        return invocation;
      });
    let sequence = openSequence();
    const losses = () => {
      const all = {};
      for (const invocation of opened) addCounts(all, invocation.losses);
      return all;
    };
    const forget = () => {
      addCounts(lost, losses());
      opened.clear();
      watching.clear();
      sequence = openSequence();
    };
    return {
      telemetry: createFacade<Definition>({
        tool: catalog.tool,
        decide: () => ({ mode: 'on', decidedBy }),
        get sequence() {
          return sequence;
        },
        isReported: () => true,
        describe: (call) => sequence.describe(call),
        setClient(name) {
          ownClient = nameAgent(name);
        },
        classify,
        openUnit: () => openUnit(client),
        spend: () => {},
        runCommand: async () => 0,
        log: () => {},
        usageErrors: catalog.usageErrors === true,
        nameCommands: () => {},
      }),
      reject: (rejection: CommandRejection) => sequence.current()?.rejectCommand(rejection),
      losses,
      exit(exitCode: number) {
        for (const listener of watching) listener.onExit(exitCode);
        forget();
      },
      close(end: ScopeEnd) {
        sequence.existing()?.close(end);
        forget();
      },
      forget,
    };
  }

  const unit = openUnit();
  const recording = {
    get events(): readonly RecordedEvent[] {
      return lines.map(toRecorded);
    },
    get flows(): readonly RecordedFlow[] {
      return readFlows(lines, catalog, ownProperties);
    },
    get losses() {
      const all = { ...lost };
      addCounts(all, unit.losses());
      return all;
    },
    exit(exitCode = 0) {
      unit.exit(exitCode);
    },
    clear() {
      unit.forget();
      lines = [];
      lost = {};
      keeper = createMemoryFlowKeeper(clock);
    },
  };
  return Object.defineProperties(
    unit.telemetry,
    Object.getOwnPropertyDescriptors(recording),
  ) as never;
}
