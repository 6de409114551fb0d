import { bun, deno } from '../runtime/other-runtime.js';
import { identifyExecutable } from '../runtime/runtime-executable.js';
import { readSenderArguments, senderGuard } from '../runtime/sender-environment.js';
import type { Environment } from '../runtime/variables.js';

/** Slightly longer than the sender's own deadline, which ends the whole process. */
const longestMs = 11_000;

/**
 * If a compiled tool was started to be the sender, runs the sender and does not return. The sender runs in
 * a worker thread; the main thread sleeps until the process ends, so that none of the tool's code runs.
 *
 * @param text The sender's program.
 */
export function becomeSender(environment: Environment, text: string): void {
  // Deno would prompt for the permission, which a compiled tool either has or cannot get.
  if (deno !== undefined && identifyExecutable() !== 'compiled') return;
  try {
    if (environment[senderGuard] === undefined) return;
  } catch {
    return;
  }
  const argv = readSenderArguments(environment);
  if (argv === undefined || identifyExecutable() !== 'compiled') return;
  try {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    // Lets the worker free the garbage of its requests.
    if (bun === undefined) {
      process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
    }
    const ended = new Int32Array(new SharedArrayBuffer(4));
    const program = `
      import { workerData } from 'node:worker_threads';
      process.on('exit', () => { Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0); });
      ${text}`;
    new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), {
      workerData: ended,
      argv,
    });
    Atomics.wait(ended, 0, 0, longestMs);
  } finally {
    // Tool code that is already loaded must not print anything at exit.
    process.removeAllListeners('exit');
    process.exit();
  }
}
