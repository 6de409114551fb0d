import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Agent, AgentPlace } from './agents.js';
import { type Script, startModelServer } from './model-server.js';
import { binFolder, type Place } from './place.js';

const limitMs = 180_000;

/** How an agent ended, with all that it wrote. */
export interface AgentEnd {
  code: number | null;
  signal: string | null;
  output: string;
}

/** Runs an agent with a model that plays a script, until it ends. */
export async function runAgent(
  agent: Agent,
  place: Place,
  script: Script,
  options: { server?: AgentPlace['server']; variables?: Record<string, string> } = {},
): Promise<AgentEnd> {
  const model = await startModelServer(script);
  try {
    const { argv, variables } = agent.prepare({
      home: place.home,
      modelUrl: model.url,
      server: options.server,
    });
    const child = spawn(join(binFolder(agent.package), agent.bin), argv, {
      cwd: place.work,
      env: { ...place.environment, ...variables, ...options.variables },
      // A group of its own, to end it with what it started.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    const end = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    const limit = setTimeout(end, limitMs);
    // Not `close`: what an agent leaves running may keep its streams.
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (...how) => resolve(how));
    });
    clearTimeout(limit);
    child.stdout.destroy();
    child.stderr.destroy();
    return { code, signal, output };
  } finally {
    await model.close();
  }
}
