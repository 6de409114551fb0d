import { spawn } from 'node:child_process';

/** How a run ended, as seen by the shell that started it. */
export interface CommandEnd {
  pid: number;
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: Buffer;
  /** From the start to the exit. */
  exitMs: number;
  /** Time from the start until stdout and stderr are closed by all processes. */
  closeMs: number;
  timedOut: boolean;
}

/** A run in progress. */
export interface RunningCommand {
  pid: number;
  ended: Promise<CommandEnd>;
  signal(name: NodeJS.Signals): void;
}

/** A process that holds the output open for longer than any sender lives is not waited for. */
const closeLimitMs = 13_000;

/** Starts a command in its own session, so that the processes it leaves behind can be found. */
export function startCommand(options: {
  argv: readonly string[];
  environment: Readonly<Record<string, string>>;
  cwd: string;
  timeoutMs: number;
}): RunningCommand {
  const [file = '', ...argv] = options.argv;
  const startedAt = performance.now();
  const child = spawn(file, argv, {
    cwd: options.cwd,
    env: options.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => output[name].push(chunk));
  }
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, options.timeoutMs);
  const ended = new Promise<CommandEnd>((resolve, reject) => {
    let exitMs = 0;
    let limit: NodeJS.Timeout | undefined;
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('exit', () => {
      clearTimeout(timer);
      exitMs = performance.now() - startedAt;
      limit = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, closeLimitMs);
    });
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      resolve({
        pid: child.pid ?? 0,
        code,
        signal,
        stdout: Buffer.concat(output.stdout),
        stderr: Buffer.concat(output.stderr),
        exitMs,
        closeMs: performance.now() - startedAt,
        timedOut,
      });
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    signal: (name) => {
      child.kill(name);
    },
  };
}

/** Runs a command and waits for its end. */
export function runCommand(options: Parameters<typeof startCommand>[0]): Promise<CommandEnd> {
  return startCommand(options).ended;
}
