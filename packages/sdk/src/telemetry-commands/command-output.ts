import { writeSync } from '../runtime/node-modules.js';
import type { CommandOutput } from '../telemetry.js';

/** Writes a whole text, even into a pipe whose reader is slow. */
function write(fd: number, text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // The reader has closed the pipe.
      if (code !== 'EAGAIN') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** The output of the process. */
export const processOutput: CommandOutput = {
  stdout: (text) => write(1, text),
  stderr: (text) => write(2, text),
};
