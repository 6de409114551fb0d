import type { TelemetryDecision } from '../consent/decide-telemetry.js';
import { detectCi } from '../runtime/detect-ci.js';
import { accessSync, constants, dirname, statSync } from '../runtime/node-modules.js';
import { userId } from '../runtime/user-id.js';
import { type LoggedDelivery, readDeliveryLog } from '../spool/delivery-log.js';
import { findAnonymousId } from '../spool/find-anonymous-id.js';
import {
  findTemporaryPath,
  findTemporarySpools,
  isReadOnlyCode,
} from '../spool/temporary-spool.js';
import { type CommandContext, directoryOf } from './command-context.js';
import { collectorAt } from './installation.js';
import { countEvents, countWaiting, readSpoolContents } from './spool-contents.js';

/** Where a run records at the moment, and the events in temporary spools. */
interface RecordingPlace {
  /** Why the usual directory cannot be written; undefined if it can, or if telemetry is not on. */
  fault: string | undefined;
  /** The temporary spool that replaces it; undefined if none does. */
  temporary: string | undefined;
  /** The temporary spools that hold events. */
  left: { directory: string; events: number; bytes: number }[];
}

/** Node.js' permission model, if it is on. */
interface Permission {
  has(scope: string, path: string): boolean;
}

/** Why a directory cannot be written, and whether events may then wait elsewhere. */
interface Fault {
  text: string;
  /** The system refuses the write, not the SDK. */
  isReadOnly: boolean;
}

/** Why a directory cannot be written or created; undefined if it can. Writes nothing. */
function findFault(directory: string): Fault | undefined {
  const { permission } = process as { permission?: Permission };
  // The file system does not know this permission.
  if (permission?.has('fs.write', directory) === false) {
    return {
      text: `Node.js runs with --permission and without --allow-fs-write for ${directory}`,
      isReadOnly: true,
    };
  }
  for (let path = directory; ; path = dirname(path)) {
    try {
      accessSync(path, constants.W_OK | constants.X_OK);
      return userId() === 0 && statSync(path).uid !== 0
        ? { text: `${path} belongs to another user`, isReadOnly: false }
        : undefined;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' || dirname(path) === path) {
        return { text: `${path} cannot be written (${code})`, isReadOnly: isReadOnlyCode(code) };
      }
    }
  }
}

/** Finds where runs record. Writes nothing. */
export function findRecordingPlace(
  context: CommandContext,
  { mode, endpoint }: Pick<TelemetryDecision, 'mode' | 'endpoint'>,
): RecordingPlace {
  const { options, host } = context;
  const { tool } = options.catalog;
  const { environment } = host;
  const directory = directoryOf(context);
  const left = temporarySpoolsOf(context)
    .map((path) => ({ directory: path, ...countWaiting(readSpoolContents(path)) }))
    .filter(({ events }) => events > 0);
  // In CI, events are kept in memory and sent before the exit.
  const isRecording = mode === 'on' && !detectCi(environment).isCi;
  const fault = isRecording && directory !== undefined ? findFault(directory) : undefined;
  const isReplaced =
    fault?.isReadOnly === true &&
    findAnonymousId(directory ?? '', collectorAt(options, endpoint)) !== undefined;
  return {
    fault: fault?.text,
    temporary: isReplaced
      ? findTemporaryPath(tool, environment, (path) => findFault(path) === undefined)
      : undefined,
    left,
  };
}

/** The existing temporary spools, except one that the tool uses as its usual directory. */
export const temporarySpoolsOf = (context: CommandContext): string[] =>
  findTemporarySpools(context.options.catalog.tool, context.host.environment).filter(
    (path) => path !== directoryOf(context),
  );

/** The newest delivery from the usual directory or a temporary spool; undefined if there was none. */
export function findLastDelivery(context: CommandContext): LoggedDelivery | undefined {
  const directory = directoryOf(context);
  return [...(directory === undefined ? [] : [directory]), ...temporarySpoolsOf(context)]
    .flatMap(readDeliveryLog)
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .at(-1);
}

/** Says where events wait instead, or that nothing can be recorded; undefined if the usual directory is used. */
export function describeFault({ fault, temporary }: RecordingPlace): string | undefined {
  if (fault === undefined) return undefined;
  return temporary === undefined
    ? `Nothing can be recorded here because ${fault}.`
    : `Events wait in the temporary directory ${temporary} because ${fault}.`;
}

/** Describes the events in temporary spools and what happens to them, one text per spool. */
export function describeLeft(
  { left }: RecordingPlace,
  { mode, decidedBy }: Pick<TelemetryDecision, 'mode' | 'decidedBy'>,
): string[] {
  const never =
    mode === 'off' && decidedBy === 'setting' ? 'They are never sent.' : 'Nothing is sent now.';
  const future = mode === 'on' ? 'The next delivery sends them too.' : never;
  return left.map(
    ({ directory, events, bytes }) =>
      `${countEvents(events)}, ${bytes} bytes, in the temporary directory ${directory}, where runs recorded that could not write to the usual one. ${future}`,
  );
}
