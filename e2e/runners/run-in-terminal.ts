import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn as openTerminal } from '@lydell/node-pty';
import { within } from '../received-runs.js';
import type { ToolPlace } from '../tool-place.js';

const limitMs = 60_000;

/** How a command of a person ended, with all that the terminal showed. */
export interface TerminalEnd {
  code: number;
  screen: string;
}

const promptOf = (screen: string) => [...screen.matchAll(/\[ended with (\d+)\]/g)];

/**
 * Types a command line into a shell, as a person does. The shell stays until the tool has ended.
 *
 * @param whileRunning Called with a function that types Ctrl-C.
 */
export async function runInTerminal(
  place: ToolPlace,
  line: string,
  environment: Readonly<Record<string, string>>,
  whileRunning: (interrupt: () => void) => Promise<void> = async () => {},
): Promise<TerminalEnd> {
  const settings = join(place.home, 'shell-settings');
  writeFileSync(settings, `PS1=\nHISTFILE=\nPROMPT_COMMAND='printf "\\n[ended with %s]\\n" $?'\n`);
  const terminal = openTerminal('/bin/bash', ['--noediting', '--rcfile', settings, '-i'], {
    cwd: place.work,
    env: environment,
    cols: 120,
    rows: 40,
  });
  let screen = '';
  terminal.onData((text) => {
    screen += text;
  });
  let isOpen = true;
  const closed = new Promise<void>((resolve) =>
    terminal.onExit(() => {
      isOpen = false;
      resolve();
    }),
  );
  const untilPrompt = async (count: number) => {
    await within(limitMs, () => promptOf(screen).length >= count || !isOpen);
    if (promptOf(screen).length < count) throw new Error(`${line} did not end: ${screen}`);
  };
  try {
    await untilPrompt(1);
    terminal.write(`${line}\r`);
    await whileRunning(() => terminal.write('\x03'));
    await untilPrompt(2);
    await place.untilToolEnded();
    terminal.write('exit\r');
    await within(limitMs, () => !isOpen);
  } finally {
    if (isOpen) terminal.kill('SIGKILL');
    await closed;
  }
  return { code: Number(promptOf(screen)[1]?.[1]), screen };
}
