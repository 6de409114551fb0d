/** Shows how many events are exported. */
export interface ProgressBar {
  advance(events: number): void;
  stop(): void;
}

/**
 * Shows a progress bar on stderr.
 *
 * @param total About how many events there are: more if some were resent, fewer if some arrive
 * meanwhile.
 */
export async function showProgress(total: number): Promise<ProgressBar> {
  const { Presets, SingleBar } = await import('cli-progress');
  const bar = new SingleBar(
    {
      stream: process.stderr,
      format: '{bar} {percentage}%  {value} of about {total} events',
      hideCursor: true,
      // Otherwise the library would handle Ctrl-C, and the unfinished file would stay.
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  let done = 0;
  bar.start(total, 0);
  return {
    advance(events) {
      done += events;
      if (done > bar.getTotal()) bar.setTotal(done);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
