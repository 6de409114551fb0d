import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Subject } from './subject.js';

/** Separate directories and variables for the runs of one case. */
export interface Sandbox {
  /** Its path is in the environment of every process started here. */
  root: string;
  home: string;
  state: string;
  project: string;
  /** Where the SDK stores events. */
  spool: string;
  /** Where the user's own setting is stored. */
  setting: string;
  environment: Record<string, string>;
  /** Files and directories below the root, with their permissions. */
  list(): SandboxEntry[];
  /** Releases resources of the machine before the sandbox is removed; does nothing by default. */
  release: () => void;
  remove(): void;
}

/** One file or directory. */
export interface SandboxEntry {
  /** Relative to the root. */
  path: string;
  isDirectory: boolean;
  /** Permission bits. */
  mode: number;
  bytes: number;
}

function listBelow(root: string, directory: string): SandboxEntry[] {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const path = join(directory, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    // A running sender may have claimed it.
    if (stats === undefined) return [];
    const entry = {
      path: relative(root, path),
      isDirectory: stats.isDirectory(),
      mode: stats.mode & 0o777,
      bytes: stats.size,
    };
    return entry.isDirectory ? [entry, ...listBelow(root, path)] : [entry];
  });
}

/** Existing sandboxes, in case a signal ends the program. */
const open = new Set<Sandbox>();

/** Removes existing sandboxes if the program ends early. */
export function removeSandboxes(): void {
  for (const sandbox of open) sandbox.remove();
}

/** Creates the directories of one case. */
export function createSandbox(subject: Subject): Sandbox {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'sonde-conformance-'));
  const home = join(root, 'home');
  const state = join(home, '.local', 'state');
  const config = join(home, '.config');
  const project = join(root, 'project');
  const temporary = join(root, 'temporary');
  const setting = join(config, subject.tool, 'telemetry.json');
  for (const directory of [state, join(config, subject.tool), project, temporary]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
  if (subject.workingDirectory !== undefined) {
    cpSync(subject.workingDirectory, project, { recursive: true });
  }
  // Like a user who has seen the notice and agreed, so that opt-in and notices do not prevent
  // recording.
  writeFileSync(setting, JSON.stringify({ telemetry: 'on', consent_version: 1_000_000 }), {
    mode: 0o600,
  });
  const sandbox: Sandbox = {
    root,
    home,
    state,
    project,
    setting,
    spool: join(state, subject.tool, 'telemetry'),
    environment: {
      // biome-ignore lint/style/noProcessEnv: needed to find the command
      PATH: process.env.PATH ?? '',
      HOME: home,
      XDG_STATE_HOME: state,
      XDG_CONFIG_HOME: config,
      XDG_CACHE_HOME: join(home, '.cache'),
      XDG_DATA_HOME: join(home, '.local', 'share'),
      TMPDIR: temporary,
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      ...subject.environment,
    },
    list: () => listBelow(root, root),
    release() {},
    remove() {
      open.delete(sandbox);
      sandbox.release();
      for (let attempt = 0; attempt < 50; attempt += 1) {
        try {
          rmSync(root, { recursive: true, force: true });
          return;
        } catch {
          // The home may be read-only by design, or a process may still be writing.
          try {
            chmodSync(home, 0o700);
          } catch {}
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
        }
      }
    },
  };
  open.add(sandbox);
  return sandbox;
}
