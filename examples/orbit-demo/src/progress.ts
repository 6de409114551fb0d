import { Presets, SingleBar } from 'cli-progress';

/** Shows the progress of long work: a bar on a terminal, else an occasional line. */
export interface Progress {
  advance(): void;
  stop(): void;
}

const linesEvery = 50;

/** The share of the work that must be done before an estimate of the rest is worth showing. */
const shareForEstimate = 0.1;

function describeRest(done: number, total: number, elapsedMs: number): string {
  if (done < total * shareForEstimate || done === total) return '';
  const seconds = Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
  return `about ${seconds < 60 ? `${seconds}s` : `${Math.round(seconds / 60)}m`} left`;
}

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
      // The library's own estimate shows the last ten parts alone, which vary.
      format: `${label} {bar} {value}/{total}  {rest}`,
      hideCursor: true,
      // Otherwise the library would end the program on Ctrl-C, leaving users' directories behind.
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  const startedAt = performance.now();
  let done = 0;
  bar.start(total, 0, { rest: '' });
  return {
    advance() {
      done += 1;
      const rest = describeRest(done, total, performance.now() - startedAt);
      if (bar.isActive) bar.update(done, { rest });
    },
    stop() {
      if (bar.isActive) bar.stop();
    },
  };
}
