import { closeSync, existsSync, fstatSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { givenLines } from '../runtime/given-lines.js';
import { identifyExecutable } from '../runtime/runtime-executable.js';
import { senderDebug, senderGuard } from '../runtime/sender-environment.js';
import type { SenderLaunch } from './sender-launch.js';

/** A process that is to be the sender; its command is the executable of this one. */
export interface SenderProcess {
  argv: string[];
  /** What it reads from stdin; empty for nothing. */
  input: string;
  options: {
    cwd: string;
    env: Record<string, string>;
    windowsHide: boolean;
  };
}

/**
 * Variables that a sender may see: what it takes to reach the endpoint, none of the tool's own. Asked
 * for by name, since to go through a large environment takes longer than all else that is prepared here.
 */
const passedOn =
  'PATH Path HOME LANG TZ TMPDIR TEMP TMP SystemRoot windir USERPROFILE LOCALAPPDATA APPDATA ' +
  'http_proxy HTTP_PROXY https_proxy HTTPS_PROXY no_proxy NO_PROXY ' +
  'NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR';

/** How each runtime is told to run a program, or its stdin. */
const runtimeArguments = {
  // The sender collects what requests have left.
  node: ['--expose-gc'],
  bun: [],
  // The tool had the permissions that matter, else telemetry would be off.
  deno: ['run', '--allow-all', '--no-config', '--no-lock'],
};

/**
 * Says how the sender is run with the executable of this process. Throws when it cannot be.
 *
 * @param lines For its stdin; empty when it needs none.
 */
export function describeSenderProcess(
  launch: SenderLaunch,
  flags: readonly string[],
  lines = '',
): SenderProcess {
  const environment: Record<string, string> = { [senderGuard]: '1' };
  if (launch.isDebug) environment[senderDebug] = '1';
  for (const name of passedOn.split(' ')) {
    const value = launch.environment[name];
    if (value !== undefined) environment[name] = value;
  }
  const options = {
    // One that no user wants to unmount or delete.
    cwd: process.platform === 'win32' ? 'C:\\' : '/',
    env: environment,
    windowsHide: true,
  };
  const own = [...(launch.directory === '' ? [] : [launch.directory]), ...flags];
  const executable = identifyExecutable();
  const program = launch.sender;
  if (executable === 'unknown') throw new Error(`${process.execPath} runs no sender`);
  if (executable === 'compiled') {
    environment[senderGuard] = JSON.stringify(own);
    // A tool that takes no options and has not loaded this library by the time its own code runs does
    // nothing worse than to tell nobody its version.
    return { argv: ['--version'], input: lines, options };
  }
  const before = runtimeArguments[executable];
  if ('path' in program) {
    if (!existsSync(program.path)) throw new Error(`${program.path} is missing`);
    return { argv: [...before, program.path, ...own], input: lines, options };
  }
  const input = givenLines(lines) + program.text;
  return { argv: [...before, '-', ...own], input, options };
}

/**
 * A descriptor from which a process reads a text, however soon this one ends; the file it belongs to
 * has no name any more. Whoever opens it closes it. Throws when there is no room for it.
 */
export function openInput(directory: string, text: string): number {
  const path = `${directory}/input.${process.pid}.tmp`;
  const written = openSync(path, 'wx', 0o600);
  let read: number | undefined;
  try {
    read = openSync(path, 'r');
    // Where others may write to the directory, another file may have taken its name.
    if (fstatSync(read).ino !== fstatSync(written).ino) throw new Error(`${path} was replaced`);
    writeFileSync(written, text);
    return read;
  } catch (error) {
    if (read !== undefined) closeSync(read);
    throw error;
  } finally {
    closeSync(written);
    unlinkSync(path);
  }
}
