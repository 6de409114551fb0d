import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { spawn as openTerminal } from '@lydell/node-pty';
import type { ToolPlace } from '../tool-place.js';
import type { Agent, AgentPlace } from './agents.js';
import { type Script, startModelServer } from './model-server.js';
import { binFolder } from './place.js';

const limitMs = 180_000;

/** How an agent ended, with its output. */
export interface AgentEnd {
  code: number | null;
  signal: string | null;
  output: string;
}

/** The command of an agent with the model at this address. Writes its settings. */
export function commandOf(
  agent: Agent,
  place: ToolPlace,
  modelUrl: string,
  server?: AgentPlace['server'],
): { path: string; argv: readonly string[]; variables: Readonly<Record<string, string>> } {
  const { argv, variables = {} } = agent.prepare({ home: place.home, modelUrl, server });
  return { path: join(binFolder(agent.package), agent.bin), argv, variables };
}

interface ProcessSettings {
  cwd: string;
  env: Record<string, string>;
}

/** Ends a process and its group. */
const endGroup = (pid: number | undefined) => {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
};

async function runWithoutTerminal(
  path: string,
  argv: readonly string[],
  settings: ProcessSettings,
): Promise<AgentEnd> {
  // A new process group, to end the agent with the processes that it started.
  const child = spawn(path, argv, {
    ...settings,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const limit = setTimeout(() => endGroup(child.pid), limitMs);
  // Not `close`: processes that an agent leaves running may keep its streams open.
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (...how) => resolve(how));
  });
  clearTimeout(limit);
  child.stdout.destroy();
  child.stderr.destroy();
  return { code, signal, output };
}

async function runInTerminal(
  path: string,
  argv: readonly string[],
  settings: ProcessSettings,
  keys: () => readonly string[],
): Promise<AgentEnd> {
  const terminal = openTerminal(path, [...argv], { ...settings, cols: 120, rows: 40 });
  let output = '';
  terminal.onData((text) => {
    output += text;
  });
  const limit = setTimeout(() => endGroup(terminal.pid), limitMs);
  // Repeatedly, because keys typed while it draws may be lost; and in parts, because it treats one text as a paste.
  let ticks = 0;
  const typing = setInterval(() => {
    const typed = keys();
    const key = typed[ticks % typed.length];
    if (key !== undefined) terminal.write(key);
    ticks += 1;
  }, 500);
  const { exitCode, signal } = await new Promise<{ exitCode: number; signal?: number }>((resolve) =>
    terminal.onExit(resolve),
  );
  clearInterval(typing);
  clearTimeout(limit);
  return { code: exitCode, signal: signal ? String(signal) : null, output };
}

/** Runs an agent with a model that plays a script, until it ends. */
export async function runAgent(
  agent: Agent,
  place: ToolPlace,
  script: Script,
  options: { server?: AgentPlace['server']; variables?: Record<string, string> } = {},
): Promise<AgentEnd> {
  let isDone = false;
  const model = await startModelServer(async (turn) => {
    const call = await script(turn);
    isDone = call === undefined;
    return call;
  });
  try {
    const { path, argv, variables } = commandOf(agent, place, model.url, options.server);
    const settings = {
      cwd: place.work,
      env: { ...place.environment, ...variables, ...options.variables },
    };
    const { quit } = agent;
    if (quit === undefined) return await runWithoutTerminal(path, argv, settings);
    return await runInTerminal(path, argv, settings, () => (isDone ? quit : []));
  } finally {
    await model.close();
  }
}
