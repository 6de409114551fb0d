import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Funnel } from '@sonde/analytics';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';
import { postEvents } from '../dashboard/post-events.js';
import { recordEvents } from '../dashboard/recorded-events.js';
import type { ToolPlace } from '../tool-place.js';
import { type Agent, agents } from './agents.js';
import type { ModelTurn, ToolCall } from './dialects/dialect.js';
import { runAgent } from './run-agent.js';
import { useServerAndPlace } from './server-and-place.js';

const sonde = fileURLToPath(new URL('../../packages/cli/bin/sonde.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'sonde-agents-mcp-'));
let collector: CollectorProcess;
let place: ToolPlace;
useServerAndPlace((started) => {
  ({ place } = started);
});

beforeAll(async () => {
  collector = await createCollectorProcess({ dataDirectory: join(root, 'data') });
  await collector.start();
  const recorded = [...recordEvents({ invocations: 300, now: Date.now() })];
  await postEvents(collector.url, recorded.flat());
});
afterAll(async () => {
  await collector.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

const question = { flow: 'application_create', from: '30d' };

/** The next step of a model that asks for the funnel, however the agent offers the tool. */
function askFunnel(agent: Agent, { tools, results }: ModelTurn): ToolCall {
  const tool = tools.find(({ name }) => /(?<!free_)funnel$/.test(name));
  if (tool) return { name: tool.name, namespace: tool.namespace, arguments: question };
  if (tools.some(({ name }) => name === 'tool_search')) {
    const name = 'mcp__lantern__funnel';
    if (!results.at(-1)?.includes(name)) {
      return { name: 'tool_search', arguments: { query: 'funnel' } };
    }
    return { name: 'tool_call', arguments: { name, arguments: question } };
  }
  // Some begin before the server is ready.
  return agent.shell('sleep 1');
}

const clients = agents.filter(({ serverVariables }) => serverVariables !== undefined);

test.each(clients)('$title shows its model the answer of sonde mcp', async (agent) => {
  const command = join(place.home, 'sonde');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${sonde}' "$@"\n`);
  chmodSync(command, 0o755);
  const keyFile = join(place.home, 'read-key');
  writeFileSync(keyFile, 'sonde_rk_0123456789abcdefghijklmnopqrstuv\n');
  let answer = '';
  const end = await runAgent(
    agent,
    place,
    async (turn) => {
      answer = turn.results.find((result) => result.includes('Stage ids')) ?? '';
      return answer === '' && turn.results.length < 20 ? askFunnel(agent, turn) : undefined;
    },
    { server: { command, args: ['mcp', '--collector', collector.url, '--key-file', keyFile] } },
  );
  expect(end, end.output).toMatchObject({ code: 0, signal: null });
  const response = await fetch(`${collector.url}/api/v1/flows/${question.flow}/funnel`);
  const funnel = (await response.json()) as Funnel;
  for (const { id, reached } of funnel.stages) {
    expect(answer).toContain(id);
    expect(answer).toContain(String(reached));
  }
});
