import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Client } from './clients.js';

const program = fileURLToPath(new URL('programs/run.mjs', import.meta.url));

export interface ClientPlan {
  endpoint: string;
  key: string;
  /** Starts every label, and the ids of people. */
  prefix: string;
  /** How many events to record; absent: one of each kind. */
  count?: number;
  /** Time over which they are recorded. */
  durationMs?: number;
  /** When the events of each kind happened, in ISO form, for clients that can be told. */
  time?: string;
  /** The program ends then, whatever the client is waiting for. */
  limitMs: number;
}

/** What a client's program has seen. Events are known by their labels. */
export interface ClientRun {
  recorded: string[];
  /** Labels that the client reported as delivered. */
  delivered: Set<string>;
  /** The reason by the label, of what the client reported as failed. */
  failed: Map<string, string>;
  /** Labels of which the client has reported nothing. */
  unreported: string[];
  /** An error that would have ended a program that does not look out for it. */
  crash: string | undefined;
}

/** Runs a client in a process of its own, with a throw-away home and an empty environment. */
export async function runClient(client: Client, plan: ClientPlan): Promise<ClientRun> {
  const home = mkdtempSync(join(tmpdir(), 'sonde-client-'));
  const child = spawn(process.execPath, [program], {
    cwd: home,
    env: { HOME: home, ...client.variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const cut = setTimeout(() => child.kill('SIGKILL'), plan.limitMs + 60_000);
  try {
    const { installed, family, settings = {} } = client;
    child.stdin.end(
      JSON.stringify({
        ...{ durationMs: 0, time: new Date().toISOString(), ...plan },
        ...{ client: installed, program: family.program, settings },
      }),
    );
    const [output, errors] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    return read(output, errors, client.name);
  } finally {
    clearTimeout(cut);
    rmSync(home, { recursive: true, force: true });
  }
}

function read(output: string, errors: string, name: string): ClientRun {
  const lines = output
    .split('\n')
    // Some clients write to stdout themselves.
    .filter((line) => line.startsWith('{"'))
    .map((line) => JSON.parse(line));
  const last = lines.at(-1);
  if (!Array.isArray(last?.recorded)) {
    throw new Error(`the program of ${name} did not end as it should:\n${errors}\n${output}`);
  }
  const recorded: string[] = last.recorded;
  const outcomes = lines.slice(0, -1) as { label: string; outcome: string; reason?: string }[];
  const delivered = outcomes.filter(({ outcome }) => outcome === 'delivered');
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed');
  const reported = new Set(outcomes.map(({ label }) => label));
  return {
    recorded,
    delivered: new Set(delivered.map(({ label }) => label)),
    failed: new Map(failed.map(({ label, reason = '' }) => [label, reason])),
    unreported: recorded.filter((label) => !reported.has(label)),
    crash: last.crash,
  };
}
