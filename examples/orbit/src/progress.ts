import type { Settings } from './settings.js';

/** Shows that something is under way, on a terminal only. */
export type ShowProgress = <T>(text: string, work: () => Promise<T>) => Promise<T>;

export function createProgress({
  isTerminal,
  isColored,
}: Pick<Settings, 'isTerminal' | 'isColored'>): ShowProgress {
  return async (text, work) => {
    if (!isTerminal) return work();
    const { default: ora } = await import('ora');
    // Some pseudo-terminals say 0, as that of script does without a terminal around it: the spinner
    // would reckon that its line takes infinitely many.
    if (process.stderr.columns === 0) process.stderr.columns = 80;
    const spinner = ora({
      text,
      stream: process.stderr,
      // It does not ask NO_COLOR itself.
      color: isColored ? 'cyan' : false,
      // It would take Ctrl-C away from the command.
      discardStdin: false,
    }).start();
    try {
      return await work();
    } finally {
      spinner.stop();
    }
  };
}
