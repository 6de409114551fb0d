import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runsOf, within } from '../received-runs.js';
import type { ReceivingServer } from '../runtimes/receiving-server.js';
import type { ToolPlace } from '../tool-place.js';
import { type Agent, agents } from './agents.js';
import type { ModelTurn, ToolCall } from './dialects/dialect.js';
import { runAgent } from './run-agent.js';
import { useServerAndPlace } from './server-and-place.js';

const page = readFileSync(new URL('../../docs/mcp.md', import.meta.url), 'utf8');
const [recipe = '', older = ''] = [...page.matchAll(/^```(?:ts|js)\n(.*?)^```/gms)].map(
  ([, code = '']) => code,
);
/** The differences on the page: other imports, another way to the client, another last line. */
const [imports = '', client = '', start = ''] = older.split('\n\n');
const programs = {
  'SDK 2': recipe,
  'SDK 1': recipe
    .replaceAll(/^import .* from '@modelcontextprotocol.*\n/gm, '')
    .replace(/^ *const client =.*?;$/ms, client)
    .replace('serveStdio(createServer);', start)
    .replace(/^/, `${imports}\n`),
};

let server: ReceivingServer;
let place: ToolPlace;
useServerAndPlace((started) => {
  ({ server, place } = started);
});

/** The next step of a model that calls the server's tool, however the agent offers it. */
function callServer(agent: Agent, { tools, results }: ModelTurn): ToolCall {
  const tool = tools.find(({ name }) => name.endsWith('clear_cache'));
  if (tool) return { name: tool.name, namespace: tool.namespace, arguments: {} };
  // Qwen shows a server's tools to its model only after a search.
  if (tools.some(({ name }) => name === 'tool_search')) {
    if (!results.at(-1)?.includes('mcp__lantern__clear_cache')) {
      return { name: 'tool_search', arguments: { query: 'clear_cache' } };
    }
    const name = 'mcp__lantern__clear_cache';
    return { name: 'tool_call', arguments: { name, arguments: {} } };
  }
  // Some begin before the server is ready.
  return agent.shell('sleep 1');
}

/** Which of the user's two variables the server has, according to the system. */
function readServerVariables(): Agent['serverVariables'] {
  const [server] = place.processes('tool');
  const names = readFileSync(`/proc/${server?.pid}/environ`, 'utf8').split('\0');
  if (!names.includes('LANTERN_MARK=1')) return 'none';
  return names.includes('LANTERN_KEY=1') ? 'all' : 'no keys';
}

const clients = agents.filter(({ serverVariables }) => serverVariables !== undefined);

describe.each(Object.entries(programs))('%s', (_, program) => {
  test.each(clients)('$title', async (agent) => {
    const cli_context = `agent:${agent.clientContext ?? agent.context}`;
    const isKnownByVariables =
      agent.clientContext === undefined && agent.serverVariables !== 'none';
    await place.runAsPerson();
    const command = place.addProgram('server', program);
    const received = () => runsOf(server.events);
    let answer = '';
    let serverVariables: Agent['serverVariables'];
    const end = await runAgent(
      agent,
      place,
      async (turn) => {
        answer = turn.results.find((result) => result.includes('The cache is empty.')) ?? '';
        if (answer === '' && turn.results.length < 20) return callServer(agent, turn);
        serverVariables = readServerVariables();
        // The call is sent while the server runs.
        await within(10_000, () =>
          received().some((run) => run.command === 'lantern mcp clear-cache'),
        );
        return undefined;
      },
      {
        server: { command, args: ['mcp'] },
        variables: { LANTERN_MARK: '1', LANTERN_KEY: '1' },
      },
    );
    expect(end, end.output).toMatchObject({ code: 0, signal: null });
    expect(answer).not.toBe('');
    expect(serverVariables).toBe(agent.serverVariables);
    const call = {
      names: ['Command Invoked', 'Cache Cleared', 'Command Completed'],
      command: 'lantern mcp clear-cache',
      cli_context,
      is_interactive: false,
      succeeded: true,
    };
    expect(received()).toContainEqual(call);

    // A later run sends the remaining events.
    await place.untilToolEnded();
    const outside = spawn(place.lantern, ['clear'], { env: place.environment, stdio: 'ignore' });
    await once(outside, 'exit');
    await within(10_000, () => received().length === 4);
    await place.untilToolEnded();
    const names = ['Command Invoked', 'Command Completed'];
    expect(received().filter((run) => String(run.command).startsWith('lantern mcp'))).toEqual(
      expect.arrayContaining([
        call,
        {
          names,
          command: 'lantern mcp',
          // It starts before the client has sent its name.
          cli_context: isKnownByVariables ? cli_context : 'agent:unknown',
          is_interactive: false,
          succeeded: true,
        },
      ]),
    );
    expect(received()).toHaveLength(4);
    const ids = server.events.map(({ insert_id }) => insert_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(place.files().filter((name) => name.endsWith('.jsonl'))).toEqual([]);
    expect(place.litter()).toEqual([]);
  });
});

// In CI there may be no later run, and servers are often killed. Codex hides CI from its servers.
describe('in CI, a call is sent while the server runs', () => {
  test.each(clients.filter(({ serverVariables }) => serverVariables !== 'none'))(
    '$title',
    async (agent) => {
      const command = place.addProgram('server', programs['SDK 2']);
      const calls = () =>
        server.events.filter(({ properties }) => properties.command === 'lantern mcp clear-cache');
      let isSent = false;
      const end = await runAgent(
        agent,
        place,
        async (turn) => {
          const isAnswered = turn.results.some((text) => text.includes('The cache is empty.'));
          if (!isAnswered && turn.results.length < 20) return callServer(agent, turn);
          isSent = await within(10_000, () => calls().length === 3);
          return undefined;
        },
        { server: { command, args: ['mcp'] }, variables: { CI: 'true', GITHUB_ACTIONS: 'true' } },
      );
      expect(end, end.output).toMatchObject({ code: 0, signal: null });
      expect(isSent).toBe(true);
      await place.untilToolEnded();
      expect(calls().map(({ event }) => event)).toEqual([
        'Command Invoked',
        'Cache Cleared',
        'Command Completed',
      ]);
      for (const { properties } of server.events) {
        expect(properties).toMatchObject({ is_ci: true, ci_name: 'github_actions' });
      }
      const ids = server.events.map(({ insert_id }) => insert_id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(place.litter()).toEqual([]);
    },
  );
});
