import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { writeStderr } from '../runtime/debug-log.js';
import {
  existsSync,
  join,
  readdirSync,
  unlinkSync,
  writeFileSync,
} from '../runtime/node-modules.js';
import type { TelemetryOptions } from '../telemetry.js';
import { describeCollection } from './describe-collection.js';

/** Whether an earlier run has shown the notice for this consent version or a later one. */
export function wasNoticeShown(directory: string, consentVersion: number): boolean {
  if (existsSync(join(directory, `notice-${consentVersion}`))) return true;
  return readdirSync(directory).some((name) => {
    const version = /^notice-(\d+)$/.exec(name)?.[1];
    return version !== undefined && Number(version) >= consentVersion;
  });
}

/** When events are first sent; the delay is that of `findNoticeEnd`. */
const start = 'Nothing is sent for 5 minutes. After that, the next run also sends these events.';

/** Whether the arguments ask for machine-readable output. */
export function asksForJson(argv: readonly string[]): boolean {
  return argv.some(
    (text, at) =>
      /^--json(=(?!false$|0$).*)?$/.test(text) ||
      /^(-o|--output=|--format=)=?(nd)?jsonl?$/i.test(text) ||
      (/^(-o|--output|--format)$/.test(text) && /^(nd)?jsonl?$/i.test(argv[at + 1] ?? '')),
  );
}

/**
 * Shows the notice in a terminal, once. Returns true when waiting events may be sent.
 *
 * The run that shows it sends nothing, so that the user can decide first. If the notice cannot be shown,
 * a later run shows it and nothing is sent until then, unless users are informed elsewhere.
 */
export function giveNotice(input: {
  directory: string;
  options: Pick<TelemetryOptions<CatalogDefinition>, 'catalog' | 'notice'>;
  argv: readonly string[];
  /** The words that users type before the name of a telemetry command. */
  commandPrefix: string;
  isGivenElsewhere: boolean;
  /** Whether a person can see stderr now. */
  isSeen: boolean;
}): boolean {
  const { directory, argv, isGivenElsewhere } = input;
  const { catalog, notice } = input.options;
  const consentVersion = catalog.consentVersion ?? 1;
  if (wasNoticeShown(directory, consentVersion)) return true;
  const isForProgram = notice?.isOutputMachineReadable?.() ?? asksForJson(argv);
  if (input.isSeen && !isForProgram) {
    const path = join(directory, `notice-${consentVersion}`);
    try {
      // If several runs start together, only one shows it.
      writeFileSync(path, `${new Date().toISOString()}\n`, { flag: 'wx', mode: 0o600 });
    } catch {
      return false;
    }
    // Tells a developer who waits for this run's events when they will arrive.
    const text = `${describeCollection(input.options, input.commandPrefix)}\n${start}`;
    if (!writeStderr(text)) unlinkSync(path);
    return false;
  }
  return isGivenElsewhere;
}
