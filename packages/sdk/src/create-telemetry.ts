import type { CatalogDefinition } from './catalog/define-catalog.js';
import { isRefusedByArguments } from './consent/decide-consent.js';
import { decideTelemetry, type TelemetryDecision } from './consent/decide-telemetry.js';
import { classifyError } from './errors/classify-error.js';
import type { ScopeEnd } from './errors/scope-end.js';
import { createInvocation, type Invocation, roleOf } from './invocation/invocation.js';
import { createInvocationSequence } from './invocation/invocation-sequence.js';
import { announceInvocation, findParent, readParents } from './invocation/parent-invocation.js';
import type { TelemetryUnit } from './invocation/run-unit.js';
import { createFacade } from './invocation/telemetry-facade.js';
import type { Host } from './launch/host.js';
import type { SenderProgram } from './launch/sender-program.js';
import { writeStderr } from './runtime/debug-log.js';
import { nameAgent } from './runtime/detect-agent.js';
import { findMissingPermission } from './runtime/missing-permission.js';
import { textOf } from './runtime/text-of.js';
import { variableName } from './runtime/variables.js';
import { originOf, originTag } from './spool/identity.js';
import type { Telemetry, TelemetryOptions } from './telemetry.js';

/** Creates the telemetry for one run of a tool. `sender` is the sender's program. */
export function openTelemetry<Definition extends CatalogDefinition>(
  options: TelemetryOptions<Definition>,
  sender: SenderProgram,
): Telemetry<Definition> {
  const argv = options.argv ?? process.argv.slice(2);
  const ownsEnvironment = options.environment === undefined;
  // biome-ignore lint/style/noProcessEnv: here the environment is read; it is passed down
  const environment = options.environment ?? process.env;
  if (ownsEnvironment && isRefusedByArguments(argv) && findMissingPermission() === undefined) {
    // The tool may start itself for a subcommand, without the option.
    (environment as NodeJS.ProcessEnv)[variableName(options.catalog.tool, 'DISABLED')] = '1';
  }
  const commandPrefix = options.commandPrefix ?? `${options.catalog.tool} telemetry `;
  const host = { environment, ownsEnvironment, argv, commandPrefix, sender };
  return openUnit(options, host).telemetry;
}

/** State that a unit of work inherits. */
interface UnitParent {
  /** The id for events that go to the collector with this tag. */
  idFor: (tag: string) => string | undefined;
  client: () => string | undefined;
}

function openUnit<Definition extends CatalogDefinition>(
  options: TelemetryOptions<Definition>,
  host: Host,
  parent?: UnitParent,
): TelemetryUnit<Definition> {
  let decided: TelemetryDecision | undefined;
  let spentMs = 0;
  let ownClient: string | undefined;
  const client = () => ownClient ?? parent?.client();

  function decide(): TelemetryDecision {
    if (decided === undefined) {
      decided = decideTelemetry(options, host);
      if (decided.isDebug && decided.mode === 'off') {
        writeStderr(`sonde: off, decided by: ${decided.decidedBy}`);
      }
    }
    return decided;
  }

  /** Read once, before this process announces its own invocations. */
  let inherited: readonly string[] | undefined;
  const parentIdFor = (tag: string): string | undefined => {
    if (parent !== undefined) return parent.idFor(tag);
    inherited ??= readParents(host.environment);
    return findParent(inherited, tag);
  };

  const sequence = createInvocationSequence((isFirst) => {
    // The user may have turned telemetry off since; then it stays off in this process.
    if (!isFirst && decided?.mode !== 'off') decided = undefined;
    const decision = decide();
    if (decision.mode === 'off') return undefined;
    const { endpoint } = decision;
    const tag = originTag(originOf({ type: options.destination?.type ?? 'sonde', endpoint }));
    const parentId = parentIdFor(tag);
    const role = roleOf(parent !== undefined, isFirst);
    try {
      const input = { options, host, decision, takeSpentMs, classify, role, client, parentId, tag };
      return createInvocation(input);
    } catch (error) {
      if (decision.isDebug) writeStderr(`sonde: nothing is recorded: ${textOf(error)}`);
      throw error;
    }
  }, announce);

  /** Tells child processes which invocation is their parent. */
  function announce({ id, tag }: Invocation): void {
    if (parent === undefined && host.ownsEnvironment) announceInvocation(id, tag);
  }

  function takeSpentMs(): number {
    const spent = spentMs;
    spentMs = 0;
    return spent;
  }

  const idFor = (tag: string): string | undefined => {
    const now = sequence.existing();
    return now?.tag === tag ? now.id : parentIdFor(tag);
  };

  const classify = (error: unknown): ScopeEnd => classifyError(error, options);

  return {
    telemetry: createFacade<Definition>({
      tool: options.catalog.tool,
      decide,
      sequence,
      isReported: (command) => options.unreportedCommands?.includes(command) !== true,
      describe(call) {
        if (decide().mode !== 'off') sequence.describe(call);
      },
      setClient(name) {
        ownClient = nameAgent(name);
      },
      classify,
      openUnit: () => openUnit(options, host, { idFor, client }),
      spend(ms) {
        spentMs += ms;
      },
      log(message) {
        if (decide().isDebug) writeStderr(`sonde: ${message}`);
      },
      usageErrors: options.catalog.usageErrors === true,
      nameCommands(prefix) {
        host.commandPrefix = options.commandPrefix ?? prefix;
      },
      runCommand: async (argv, output) => {
        // Lazily loaded: only telemetry commands need it.
        const { runTelemetryCommand } = await import('./telemetry-commands/run-command.js');
        const decideAgain = () => decideTelemetry(options, host);
        const { environment } = decideAgain();
        const source = { options, host: { ...host, environment }, decide: decideAgain };
        return runTelemetryCommand(source, argv, output);
      },
    }),
    reject: (rejection) => sequence.current()?.rejectCommand(rejection),
    close: sequence.close,
  };
}
