import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

export interface OpenBrowserOptions {
  url: string;
  /**
   * Like the variable BROWSER: programs to try in order, separated by `:`, which get the URL as
   * their last argument or in place of `%s`. Undefined: the system's browser.
   */
  browser: string | undefined;
  /** Ends the wait for the start, not the browser. */
  signal: AbortSignal;
}

/** A program that runs for this long counts as a browser that shows the page. */
const patienceMs = 5000;

/**
 * Opens a URL in the user's browser and resolves once it is probably shown: the program ended
 * successfully, or keeps running. It outlives orbit.
 *
 * @throws Error if there is no browser, or it fails at once.
 */
export async function openBrowser({ url, browser, signal }: OpenBrowserOptions): Promise<void> {
  if (browser === undefined) {
    const { default: open } = await import('open');
    return watchStart(await open(url), signal);
  }
  let lastError: unknown;
  for (const command of splitPrograms(browser)) {
    try {
      return await watchStart(await start(command, url), signal);
    } catch (error) {
      lastError = error;
    }
  }
  throw new Error('No program of BROWSER could be started.', { cause: lastError });
}

/** On Windows a colon can be part of a path. */
function splitPrograms(browser: string): string[] {
  const programs = process.platform === 'win32' ? [browser] : browser.split(':');
  return programs.filter((program) => program.trim() !== '');
}

async function start(command: string, url: string): Promise<ChildProcess> {
  const [program = '', ...words] = command.trim().split(/\s+/);
  const args = words.map((word) => word.replaceAll('%s', () => url));
  if (!command.includes('%s')) args.push(url);
  const child = spawn(program, args, { detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  child.unref();
  return child;
}

async function watchStart(child: ChildProcess, stop: AbortSignal): Promise<void> {
  const patience = new AbortController();
  const signal = AbortSignal.any([patience.signal, stop]);
  const ended = once(child, 'exit', { signal }).then(
    () => undefined,
    () => undefined,
  );
  if (child.exitCode === null && child.signalCode === null) {
    await Promise.race([ended, sleep(patienceMs, undefined, { signal }).catch(() => undefined)]);
  }
  patience.abort();
  if (child.signalCode !== null || (child.exitCode ?? 0) !== 0) {
    throw new Error(`The browser ended with ${child.signalCode ?? child.exitCode}.`);
  }
}
