// How the small tool ends; the only code that its variants share, apart from their work.

/**
 * @param {() => unknown} close What the vendor's documentation requires before the process ends.
 */
export async function end(close) {
  switch (process.argv[2]) {
    case 'return':
      await close();
      break;
    case 'exit':
      process.exit(0);
      break;
    case 'throw':
      throw new Error('as it happens');
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      break;
    default:
      throw new Error('usage: <tool> return|exit|throw|kill');
  }
}

/** The five events of one run; `run` tells the endpoint which run they belong to. */
export const events = ['Opened', 'Read', 'Checked', 'Written', 'Closed'];
export const run = process.env.BENCH_RUN;
export const endpoint = process.env.BENCH_ENDPOINT;
