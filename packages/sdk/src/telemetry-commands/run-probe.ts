import type { Host } from '../launch/host.js';
import { describeSenderProcess } from '../launch/sender-process.js';
import type { Probe, ProbeTarget } from '../sender/probe-endpoint.js';

/** Longer than the time limit of the request. */
const longestMs = 10_000;

/**
 * Probes an endpoint in a process that is started like a sender: only such a process has the sender's
 * variables, certificates and permissions. Never rejects.
 */
export function runProbe(host: Host, target: ProbeTarget): Promise<Probe> {
  const startedAt = Date.now();
  const failed = (reason: string): Probe => ({
    url: target.endpoint,
    proxy: null,
    failedAt: 'sender',
    reason,
    status: 0,
    text: '',
    duration_ms: Date.now() - startedAt,
  });
  return new Promise((resolve) => {
    try {
      const launch = { ...host, directory: '', isDebug: false };
      const { argv, input, options } = describeSenderProcess(
        launch,
        ['--probe'],
        `${JSON.stringify(target)}\n`,
      );
      const { spawn } = process.getBuiltinModule('node:child_process');
      const child = spawn(process.execPath, argv, {
        ...options,
        timeout: longestMs,
        killSignal: 'SIGKILL',
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
      child.on('error', (error) => resolve(failed(error.message)));
      child.on('close', (code, signal) => {
        try {
          resolve(JSON.parse(output) as Probe);
        } catch {
          resolve(failed(`the sender ended with ${signal ?? code}`));
        }
      });
      // A sender that does not read its input ends, which is handled above.
      child.stdin.on('error', () => {});
      child.stdin.end(input);
    } catch (error) {
      resolve(failed((error as Error).message));
    }
  });
}
