import type { CatalogDefinition } from './catalog/define-catalog.js';
import { isRefusedByArguments } from './consent/decide-consent.js';
import { decideTelemetry, type TelemetryDecision } from './consent/decide-telemetry.js';
import { classifyError } from './errors/classify-error.js';
import type { ScopeEnd } from './errors/scope-end.js';
import { createInvocation, type Invocation } from './invocation/invocation.js';
import type { TelemetryUnit } from './invocation/run-unit.js';
import { createFacade } from './invocation/telemetry-facade.js';
import type { Host } from './launch/host.js';
import type { SenderProgram } from './launch/sender-program.js';
import { writeStderr } from './runtime/debug-log.js';
import { findMissingPermission } from './runtime/missing-permission.js';
import { variableName } from './runtime/variables.js';
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

function openUnit<Definition extends CatalogDefinition>(
  options: TelemetryOptions<Definition>,
  host: Host,
): TelemetryUnit<Definition> {
  let decided: TelemetryDecision | undefined;
  let invocation: Invocation | undefined;
  let spentMs = 0;
  /** Calls to apply once an event is recorded: a run that records nothing leaves no trace. */
  let known: ((invocation: Invocation) => void)[] = [];

  function decide(): TelemetryDecision {
    if (decided === undefined) {
      decided = decideTelemetry(options, host);
      if (decided.isDebug && decided.mode === 'off') {
        writeStderr(`sonde: off, decided by: ${decided.decidedBy}`);
      }
    }
    return decided;
  }

  /** The invocation, created with the first recorded event; undefined if telemetry is off. */
  function current(): Invocation | undefined {
    const decision = decide();
    if (invocation !== undefined || decision.mode === 'off') return invocation;
    try {
      invocation = createInvocation({ options, host, decision, takeSpentMs, classify });
    } catch (error) {
      if (decision.isDebug) writeStderr(`sonde: nothing is recorded: ${error}`);
      throw error;
    }
    const waiting = known;
    known = [];
    for (const tell of waiting) {
      try {
        tell(invocation);
      } catch (error) {
        invocation.debug(`internal error: ${error}`);
      }
    }
    return invocation;
  }

  function takeSpentMs(): number {
    const spent = spentMs;
    spentMs = 0;
    return spent;
  }

  const classify = (error: unknown): ScopeEnd => classifyError(error, options);

  return {
    telemetry: createFacade<Definition>({
      tool: options.catalog.tool,
      decide,
      current,
      describe(tell) {
        if (invocation !== undefined) tell(invocation);
        else if (decide().mode !== 'off') known.push(tell);
      },
      classify,
      openUnit: () => openUnit(options, host),
      spend(ms) {
        spentMs += ms;
      },
      say(message) {
        if (decide().isDebug) writeStderr(`sonde: ${message}`);
      },
      usageErrors: options.catalog.usageErrors === true,
      nameCommands(prefix) {
        host.commandPrefix = options.commandPrefix ?? prefix;
      },
      runCommand: async (argv, output) => {
        // Lazily loaded: only telemetry commands need it.
        const { runTelemetryCommand } = await import('./telemetry-commands/run-command.js');
        const source = { options, host, decide: () => decideTelemetry(options, host) };
        return runTelemetryCommand(source, argv, output);
      },
    }),
    reject: (rejection) => current()?.rejectCommand(rejection),
    close: (end) => invocation?.close(end),
  };
}
