/** Shows that something is under way, on a terminal only. */
export type ShowProgress = <T>(text: string, work: () => Promise<T>) => Promise<T>;

export function createProgress(options: { isTerminal: boolean }): ShowProgress {
  return async (text, work) => {
    if (!options.isTerminal) return work();
    const { default: ora } = await import('ora');
    // discardStdin would take Ctrl-C away from the command.
    const spinner = ora({ text, stream: process.stderr, discardStdin: false }).start();
    try {
      return await work();
    } finally {
      spinner.stop();
    }
  };
}
