import type { Settings } from './settings.js';

/** Shows that something is in progress, only on a terminal. */
export type ShowProgress = <T>(text: string, work: () => Promise<T>) => Promise<T>;

export function createProgress({
  isTerminal,
  isColored,
}: Pick<Settings, 'isTerminal' | 'isColored'>): ShowProgress {
  return async (text, work) => {
    if (!isTerminal) return work();
    const { default: ora } = await import('ora');
    // Some pseudo-terminals report 0 columns, for example that of `script` without a terminal: the
    // spinner would then compute an infinite number of lines.
    if (process.stderr.columns === 0) process.stderr.columns = 80;
    const spinner = ora({
      text,
      stream: process.stderr,
      // The library ignores NO_COLOR.
      color: isColored ? 'cyan' : false,
      // Otherwise the library would catch Ctrl-C.
      discardStdin: false,
    }).start();
    try {
      return await work();
    } finally {
      spinner.stop();
    }
  };
}
