import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { type IPty, spawn } from '@lydell/node-pty';

/** An action once something is shown. */
export interface Turn {
  /** Text on the screen, after the text of the previous turn. */
  waitFor: string | RegExp;
  /** Typed, key by key. */
  type?: string;
  /** Signal sent to the program. */
  signal?: NodeJS.Signals;
  /** Runs before typing and sending; `found` is the text that was waited for. */
  act?: (found: string) => void | Promise<void>;
}

/** Keys as a terminal sends them. */
export const keys = { enter: '\r', ctrlC: '\x03', down: '\x1b[B' } as const;

export interface TerminalOptions {
  /** Arguments of Node.js. */
  args: string[];
  cwd: string;
  env: Record<string, string>;
  turns: readonly Turn[];
  interrupt?: { signal: NodeJS.Signals; when: () => Promise<void> } | undefined;
  timeoutMs: number;
}

export interface TerminalRun {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** Everything that was shown, without control characters. */
  stdout: string;
  stderr: '';
}

/** Faster than a person; enough for prompts to redraw between two keys. */
const betweenKeysMs = 15;

/** Runs a program in a pseudo-terminal and plays the turns. */
export async function runInTerminal(options: TerminalOptions): Promise<TerminalRun> {
  const { args, cwd, env, turns, interrupt, timeoutMs } = options;
  const pty = spawn(process.execPath, args, { cwd, env, cols: 120, rows: 40 });
  const screen = createScreen(pty);
  const timer = setTimeout(() => kill(pty, 'SIGKILL'), timeoutMs);
  let timedOut = false;
  timer.unref();
  interrupt?.when().then(
    () => screen.isOpen() && kill(pty, interrupt.signal),
    () => kill(pty, 'SIGKILL'),
  );
  const deadline = performance.now() + timeoutMs;
  try {
    for (const { waitFor, act, type, signal } of turns) {
      const found = await screen.find(waitFor);
      await act?.(found);
      if (signal !== undefined) kill(pty, signal);
      for (const key of splitKeys(type ?? '')) {
        await sleep(betweenKeysMs);
        if (screen.isOpen()) pty.write(key);
      }
    }
    const ending = await screen.ended;
    timedOut = performance.now() > deadline;
    if (timedOut) throw new Error(`The program did not end within ${timeoutMs} ms.`);
    return { ...ending, stdout: screen.text(), stderr: '' };
  } catch (error) {
    kill(pty, 'SIGKILL');
    await screen.ended;
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}\n--- screen ---\n${screen.text()}`);
  } finally {
    clearTimeout(timer);
  }
}

function createScreen(pty: IPty) {
  let raw = '';
  let found = 0;
  let open = true;
  const changed = new Set<() => void>();
  const notify = () => {
    for (const listener of [...changed]) listener();
  };
  pty.onData((data) => {
    raw += data;
    notify();
  });
  const ended = new Promise<Pick<TerminalRun, 'exitCode' | 'signal'>>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      open = false;
      notify();
      const name = signalName(signal);
      resolve({ exitCode: name === null ? exitCode : null, signal: name });
    });
  });
  const text = () => stripVTControlCharacters(raw).replaceAll('\r\n', '\n');
  return {
    text,
    ended,
    isOpen: () => open,
    /** Resolves with the text once it is shown after the previously found one. */
    find(wanted: string | RegExp): Promise<string> {
      return new Promise((resolve, reject) => {
        const look = () => {
          const rest = text().slice(found);
          const shown = typeof wanted === 'string' ? wanted : wanted.exec(rest)?.[0];
          const position = shown === undefined ? -1 : rest.indexOf(shown);
          if (shown !== undefined && position >= 0) found += position + shown.length;
          else if (open) return;
          changed.delete(look);
          if (shown !== undefined && position >= 0) resolve(shown);
          else reject(new Error(`The program ended without showing ${wanted}.`));
        };
        changed.add(look);
        look();
      });
    },
  };
}

function kill(pty: IPty, signal: NodeJS.Signals): void {
  try {
    process.kill(pty.pid, signal);
  } catch {
    // It has ended.
  }
}

/** Escape sequences are one key. */
function splitKeys(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an arrow key begins with ESC
  return text.match(/\x1b\[[A-D]|[\s\S]/g) ?? [];
}

function signalName(signal: number | undefined): NodeJS.Signals | null {
  if (signal === undefined || signal === 0) return null;
  const entry = Object.entries(constants.signals).find(([, number]) => number === signal);
  return (entry?.[0] as NodeJS.Signals | undefined) ?? null;
}
