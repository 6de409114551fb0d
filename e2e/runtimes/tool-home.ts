import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a run of the tool ended. */
interface ToolEnd {
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

/** A separate home for runs of the tool. */
export interface ToolHome {
  path: string;
  spool: string;
  /** Names of the files of the spool. */
  files(): string[];
  run(command: readonly string[], variables?: Record<string, string | undefined>): Promise<ToolEnd>;
  /** Resolves once no process started from here is left. */
  untilAlone(): Promise<void>;
  /** The same; returns the peak memory of a sender in bytes. */
  watchSender(): Promise<number>;
  remove(): Promise<void>;
}

/** Processes with this home in their variables. */
function processesOf(home: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`HOME=${home}`);
      } catch {
        return false;
      }
    });
}

/** Peak memory of a process in bytes; 0 if it is not a sender, or has ended. */
function senderMemory(pid: number): number {
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, 'utf8');
    if (!/(^|\0)SONDE_SENDER=/.test(variables)) return 0;
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

export function createToolHome(endpoint: string): ToolHome {
  const path = mkdtempSync(join(tmpdir(), 'sonde-runtime-'));
  const spool = join(path, '.local/state/fix-ture/telemetry');
  const work = join(path, 'work');
  mkdirSync(work);
  const home: ToolHome = {
    path,
    spool,
    files() {
      try {
        return readdirSync(spool).sort();
      } catch {
        return [];
      }
    },
    run([command = '', ...argv], variables = {}) {
      const env: Record<string, string | undefined> = {
        PATH: process.env.PATH,
        HOME: path,
        FIX_TURE_TELEMETRY_ENDPOINT: endpoint,
        FIX_TURE_TELEMETRY_FLUSH_AT: '1000',
        FIX_TURE_TELEMETRY_BACKOFF_MS: '1',
        FIX_TURE_TELEMETRY_NOTICE: 'elsewhere',
        ...variables,
      };
      const child = spawn(command, argv, { env, cwd: work, stdio: ['ignore', 'pipe', 'pipe'] });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      return new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
      });
    },
    untilAlone: async () => {
      await home.watchSender();
    },
    async watchSender() {
      let most = 0;
      // A process that is about to execute another program has no variables for a moment.
      let alone = 0;
      for (let attempt = 0; alone < 4; attempt += 1) {
        if (attempt === 500) throw new Error(`left behind: ${processesOf(path)}`);
        const processes = processesOf(path);
        alone = processes.length === 0 ? alone + 1 : 0;
        most = Math.max(most, ...processes.map(senderMemory));
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      return most;
    },
    async remove() {
      await home.untilAlone();
      rmSync(path, { recursive: true, force: true });
    },
  };
  return home;
}
