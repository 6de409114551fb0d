import { type Json, lifecycleEvents, type Properties } from '@sonde/protocol';
import { parseTime } from './parse-time.js';
import { readInteger } from './read-value.js';
import { readRunConditions } from './run-conditions.js';

/**
 * The older form in which a whole invocation is one event:
 * `{ id, invocation: { command, subcommand, args, optionKeys, globalOptions },
 * result: { status, exitCode, errorType }, startedAt, completedAt, durationMs, … }`.
 */
export function isCliInvocation(event: string, properties: Properties): boolean {
  return (
    event === 'cli_invocation' &&
    (asObject(properties.invocation) !== undefined || asObject(properties.result) !== undefined)
  );
}

export interface TranslatedInvocation {
  event: string;
  /** The invocation's own id; undefined if it has none. */
  id: string | undefined;
  /** Milliseconds since 1970. */
  startedAt: number | undefined;
  /** The project that the invocation was for; empty if it is unknown. */
  projectId: string;
  /** The original properties without error messages, and those that queries need. */
  properties: Properties;
}

const idCharactersMax = 128;

/**
 * Translates it to Sonde's form: the end event of an invocation, its only event.
 *
 * Original properties with the same names are not changed.
 */
export function translateCliInvocation(original: Properties): TranslatedInvocation {
  const invocation = asObject(original.invocation) ?? {};
  const result = asObject(original.result) ?? { status: original.result ?? null };
  const derived: Properties = { original_event: 'cli_invocation' };

  const command = [invocation.command, invocation.subcommand]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ');
  if (command !== '') derived.command = command;
  derived.flags = readFlags(invocation);
  Object.assign(derived, readResult(result), readRunConditions(original));
  const startedAt = readTime(original.startedAt);
  const completedAt = readTime(original.completedAt);
  const duration = original.durationMs ?? difference(startedAt, completedAt);
  if (typeof duration === 'number' && duration >= 0) derived.duration_ms = duration;

  const { id, $repo_id: repository } = original;
  return {
    event: lifecycleEvents.completed,
    id: isId(id) ? id : undefined,
    startedAt: startedAt ?? completedAt,
    projectId: isId(repository) ? repository : '',
    properties: { ...derived, ...withoutMessage(original) },
  };
}

function isId(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '' && value.length <= idCharactersMax;
}

/** Messages of errors may contain anything that the user typed: they are never stored. */
export function withoutMessage(original: Properties): Properties {
  const result = asObject(original.result);
  if (result === undefined || !Object.hasOwn(result, 'errorMessage')) return original;
  const { errorMessage: _message, ...rest } = result;
  return { ...original, result: rest };
}

function readFlags(invocation: Properties): string[] {
  const names = [...listNames(invocation.optionKeys), ...listNames(invocation.globalOptions)];
  return [...new Set(names)].sort();
}

/** Names of options, from a list or the keys of an object; values are never read. */
function listNames(options: Json | undefined): string[] {
  const names = Array.isArray(options) ? options : Object.keys(asObject(options) ?? {});
  return names.filter((name) => typeof name === 'string');
}

const succeededStatuses = new Set(['success', 'succeeded', 'ok', 'completed', 'passed']);
const failedStatuses = new Set(['failure', 'failed', 'error', 'errored', 'user_error']);
const cancelledStatuses = new Set(['cancelled', 'canceled', 'aborted', 'interrupted']);

function readResult(result: Properties): Properties {
  const { status, exitCode, errorType } = result;
  const properties: Properties = {};
  // An unreadable one is kept, so that it is found to be invalid and not taken for success.
  if (exitCode !== undefined && exitCode !== null) {
    properties.exit_code = readInteger(exitCode) ?? exitCode;
  }
  if (typeof errorType === 'string' && errorType !== '') properties.error_class = errorType;
  const name = typeof status === 'string' ? status.trim().toLowerCase() : '';
  if (cancelledStatuses.has(name)) properties.user_cancelled = true;
  if (name === 'user_error') properties.error_source = 'user';
  const succeeded = readSuccess(name, properties);
  if (succeeded !== undefined) properties.succeeded = succeeded;
  // An unreadable status decides nothing here either: the event is found to be invalid.
  else if (status !== undefined && status !== null && status !== '') properties.succeeded = status;
  return properties;
}

/** Undefined if neither the status, the exit code nor an error says. */
function readSuccess(status: string, { exit_code, error_class }: Properties): boolean | undefined {
  const isFailure = (exit_code !== undefined && exit_code !== 0) || error_class !== undefined;
  if (failedStatuses.has(status) || cancelledStatuses.has(status)) return false;
  if (succeededStatuses.has(status)) return exit_code === undefined || exit_code === 0;
  if (isFailure) return false;
  return exit_code === 0 ? true : undefined;
}

/** ISO 8601, or milliseconds since 1970. */
function readTime(value: Json | undefined): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = typeof value === 'string' ? value : isoText(value);
  const time = parseTime(text);
  return Number.isNaN(time) ? undefined : time;
}

function isoText(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

function difference(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : to - from;
}

function asObject(value: Json | undefined): Properties | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}
