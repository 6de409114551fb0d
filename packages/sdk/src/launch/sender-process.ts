import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
} from '../runtime/node-modules.js';
import { identifyExecutable } from '../runtime/runtime-executable.js';
import {
  authorityVariables,
  proxyVariables,
  senderDebug,
  senderGuard,
} from '../runtime/sender-environment.js';
import { formatSenderInput } from '../runtime/sender-input.js';
import type { Environment } from '../runtime/variables.js';
import type { SenderLaunch } from './sender-launch.js';
import type { SenderProgram } from './sender-program.js';

/** How to start the sender with the executable of this process. */
export interface SenderProcess {
  argv: string[];
  /** The sender's stdin; empty if it needs none. */
  input: string;
  options: {
    cwd: string;
    env: Record<string, string>;
    windowsHide: boolean;
  };
}

/**
 * Environment variables passed to the sender: those it needs to reach the endpoint, none of the tool's.
 * They are read by name, since iterating over a large environment is slow.
 */
const passedOn =
  'PATH Path HOME XDG_CONFIG_HOME LANG TZ TMPDIR TEMP TMP SystemRoot windir USERPROFILE LOCALAPPDATA APPDATA ' +
  `${proxyVariables} ${authorityVariables}`;

/**
 * The options of this process that choose certificate authorities. Node.js takes them from its arguments
 * and from `NODE_OPTIONS`; Bun puts those of `BUN_OPTIONS` among its arguments.
 */
function authorityOptions(environment: Environment): string[] {
  const given = [...(environment.NODE_OPTIONS ?? '').split(/\s+/), ...process.execArgv];
  return given.filter((text) => /^--(no-)?use[-_](openssl|system|bundled)[-_]ca$/.test(text));
}

/** Each runtime's arguments to run a program from a file or from stdin. */
const runtimeArguments = {
  // Lets the sender free the garbage of its requests.
  node: ['--expose-gc'],
  bun: [],
  // The tool has these permissions; without them, telemetry is off.
  deno: ['run', '--allow-all', '--no-config', '--no-lock'],
};

/**
 * The sender's program in a form that a new process can read: with Yarn's Plug'n'Play, its file may be in an
 * archive that only this process can read.
 */
function readableProgram(program: SenderProgram): SenderProgram {
  const isInArchive = process.versions.pnp !== undefined && 'path' in program;
  return isInArchive ? { text: readFileSync(program.path, 'utf8') } : program;
}

/**
 * Describes how to run the sender with the executable of this process. Throws if that is impossible.
 *
 * @param lines The sender's stdin; empty if it needs none.
 */
export function describeSenderProcess(
  launch: Pick<SenderLaunch, 'directory' | 'environment' | 'sender' | 'isDebug'>,
  flags: readonly string[],
  lines = '',
): SenderProcess {
  const environment: Record<string, string> = { [senderGuard]: '1' };
  if (launch.isDebug) environment[senderDebug] = '1';
  for (const name of passedOn.split(' ')) {
    const value = launch.environment[name];
    if (value !== undefined) environment[name] = value;
  }
  const authorities = authorityOptions(launch.environment);
  if (authorities.length > 0) {
    const name = process.versions.bun === undefined ? 'NODE_OPTIONS' : 'BUN_OPTIONS';
    environment[name] = authorities.join(' ');
  }
  const options = {
    // A directory that will not be unmounted or deleted.
    cwd: process.platform === 'win32' ? 'C:\\' : '/',
    env: environment,
    windowsHide: true,
  };
  const own = [...(launch.directory === '' ? [] : [launch.directory]), ...flags];
  const executable = identifyExecutable();
  const program = readableProgram(launch.sender);
  if (executable === 'unknown') throw new Error(`${process.execPath} cannot run a sender`);
  if (executable === 'compiled') {
    environment[senderGuard] = JSON.stringify(own);
    // The flag is a precaution: if the tool's code runs before this library, it only prints its version, which
    // nobody sees.
    return { argv: ['--version'], input: lines, options };
  }
  const before = runtimeArguments[executable];
  if ('path' in program) {
    if (!existsSync(program.path)) throw new Error(`${program.path} is missing`);
    return { argv: [...before, program.path, ...own], input: lines, options };
  }
  const input = formatSenderInput(lines) + program.text;
  return { argv: [...before, '-', ...own], input, options };
}

/**
 * Opens a descriptor of an unlinked file that contains the text, so that the sender can read it after this
 * process has ended. The caller closes it. Throws if the disk is full.
 */
export function openInput(directory: string, text: string): number {
  const path = `${directory}/input.${process.pid}.tmp`;
  const written = openSync(path, 'wx', 0o600);
  let read: number | undefined;
  try {
    read = openSync(path, 'r');
    // If others may write to the directory, the file may have been replaced.
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
