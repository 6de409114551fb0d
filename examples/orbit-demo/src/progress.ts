import { Presets, SingleBar } from 'cli-progress';

/** Shows the progress of long work: a bar on a terminal, else an occasional line. */
export interface Progress {
  advance(): void;
  stop(): void;
}

const linesEvery = 50;

export function createProgress(
  total: number,
  label: string,
  stream: NodeJS.WriteStream = process.stderr,
): Progress {
  if (stream.isTTY !== true) {
    let done = 0;
    return {
      advance() {
        done += 1;
        if (done % linesEvery === 0 || done === total) stream.write(`${label}: ${done}/${total}\n`);
      },
      stop() {},
    };
  }
  const bar = new SingleBar(
    {
      stream,
      format: `${label} {bar} {value}/{total}  {eta_formatted}`,
      // The library's own format shows "60s", and seconds of a rough estimate.
      formatTime: (seconds: number) =>
        seconds === 0
          ? ''
          : `about ${seconds < 60 ? `${Math.floor(seconds)}s` : `${Math.round(seconds / 60)}m`} left`,
      hideCursor: true,
      // Otherwise the library would end the program on Ctrl-C, leaving users' directories behind.
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return {
    advance() {
      if (bar.isActive) bar.increment();
    },
    stop() {
      if (bar.isActive) bar.stop();
    },
  };
}
