import { existsSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { writeStderr } from '../runtime/debug-log.js';
import { isTerminal } from '../runtime/is-terminal.js';
import { identifyProcess } from '../runtime/process-identity.js';
import { trimCostLog } from '../spool/own-cost.js';
import { readSenderSettings } from '../spool/sender-settings.js';
import { keepWithinLimits } from '../spool/spool-limits.js';
import type { TelemetryOptions } from '../telemetry.js';
import { describeCollection } from './describe-collection.js';

/** Whether the notice for this consent version, or a later one, was shown by an earlier run. */
export function wasNoticeShown(directory: string, consentVersion: number): boolean {
  if (existsSync(join(directory, `notice-${consentVersion}`))) return true;
  return readdirSync(directory).some((name) => {
    const version = /^notice-(\d+)$/.exec(name)?.[1];
    return version !== undefined && Number(version) >= consentVersion;
  });
}

/** Whether the arguments ask for output that a program reads. */
export function asksForJson(argv: readonly string[]): boolean {
  return argv.some(
    (text, at) =>
      /^--json(=(?!false$|0$).*)?$/.test(text) ||
      /^(-o|--output=|--format=)=?(nd)?jsonl?$/i.test(text) ||
      (/^(-o|--output|--format)$/.test(text) && /^(nd)?jsonl?$/i.test(argv[at + 1] ?? '')),
  );
}

/** When something is sent for the first time. */
const describeStart = (flushAt: number): string =>
  flushAt === 1
    ? 'This run sends nothing yet. The next one sends what both record.'
    : `This run sends nothing yet. A later one sends, once ${flushAt} events wait or one is a minute old.`;

/**
 * Shows the notice, where somebody sees it, unless it was shown. True when what waits may be sent.
 *
 * The run that shows it sends nothing, so that whoever reads it can decide first. Where it cannot be
 * shown it stays unshown, and nothing is sent until it was, unless the tool gives it elsewhere too.
 */
export function giveNotice(input: {
  directory: string;
  options: Pick<TelemetryOptions<CatalogDefinition>, 'catalog' | 'notice'>;
  argv: readonly string[];
  isGivenElsewhere: boolean;
  /** Events that wait before a run sends them. */
  flushAt: number;
  /** Whether this run removes what has waited too long. */
  tidiesUp: boolean;
}): boolean {
  const { directory, argv, isGivenElsewhere, tidiesUp } = input;
  const { catalog, notice } = input.options;
  const consentVersion = catalog.consentVersion ?? 1;
  if (wasNoticeShown(directory, consentVersion)) return true;
  const isForProgram = notice?.isOutputMachineReadable?.() ?? asksForJson(argv);
  if (isTerminal(2) && !isForProgram) {
    const path = join(directory, `notice-${consentVersion}`);
    try {
      // Of several runs that start together one shows it.
      writeFileSync(path, `${new Date().toISOString()}\n`, { flag: 'wx', mode: 0o600 });
    } catch {
      return false;
    }
    // Whoever looks for the events of this run learns when they come.
    const text = `${describeCollection(input.options)}\n${describeStart(input.flushAt)}`;
    if (!writeStderr(text)) unlinkSync(path);
    return false;
  }
  if (isGivenElsewhere) return true;
  if (tidiesUp) {
    keepWithinLimits({
      directory,
      self: identifyProcess(),
      isKept: (tag) => readSenderSettings(directory, tag)?.isLongLived === true,
      debug: () => {},
    });
    trimCostLog(directory);
  }
  return false;
}
