import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runsOf, within } from '../received-runs.js';
import type { ReceivingServer } from '../runtimes/receiving-server.js';
import type { ToolPlace } from '../tool-place.js';
import { agents } from './agents.js';
import { type Finding, pagePath, renderPage } from './agents-page.js';
import { runAgent } from './run-agent.js';
import { useServerAndPlace } from './server-and-place.js';

let server: ReceivingServer;
let place: ToolPlace;
useServerAndPlace((started) => {
  ({ server, place } = started);
});

const receivedRuns = () =>
  runsOf(server.events).map(({ names, cli_context, is_interactive }) => ({
    names,
    cli_context,
    is_interactive,
  }));
const runsBy = (context: string) =>
  receivedRuns().filter(({ cli_context }) => cli_context === context);

const names = ['Command Invoked', 'Cache Cleared', 'Command Completed'];

/** The lines of a tool call's result, without parts that differ between calls. */
const readable = (result = '') =>
  result
    .replaceAll('\\n', '\n')
    .replaceAll(/Chunk ID: \w+|Wall time: [\d.]+|shellId: \d+|PGID: \d+/g, '')
    .replace('export DO_NOT_TRACK=1; ', '')
    .split('\n')
    // The order between stdout and stderr is not fixed.
    .sort()
    .join('\n');

const findings: Finding[] = [];

test.each(agents)('$title', async (agent) => {
  const context = `agent:${agent.context}`;
  // The shell stays, so that it and not the agent's sandbox is the tool's parent.
  const command = `cd . && ${place.lantern} clear; echo "code $?"`;
  let results: readonly string[] = [];
  let isAtOnce = false;
  let isFirstKept = false;
  const end = await runAgent(agent, place, async (turn) => {
    results = turn.results;
    if (results.length === 0) return agent.shell(command);
    if (results.length === 1) {
      // Only the agent could have seen a notice.
      await place.untilToolEnded();
      expect(place.files().filter((name) => name.startsWith('notice-'))).toEqual([]);
      expect(server.events).toEqual([]);
      // In a sandbox, the tool may have no directory yet; then nothing is recorded.
      isFirstKept = place.files().some((name) => name.endsWith('.jsonl'));
      await place.runAsPerson();
      return agent.shell(command);
    }
    if (results.length === 2) {
      isAtOnce = await within(3_000, () => runsBy(context).length > 0);
      return agent.shell(`export DO_NOT_TRACK=1; ${command}`);
    }
    return undefined;
  });
  expect(end, end.output).toMatchObject({ code: 0, signal: null });
  expect(results.map(readable)).toEqual(Array(3).fill(readable(results[2])));
  for (const text of ['cleared', 'one file was in use', 'code 3']) {
    expect(results[2]).toContain(text);
  }

  await place.untilToolEnded();
  const outside = spawn(place.lantern, ['clear'], { env: place.environment, stdio: 'ignore' });
  const [code] = await once(outside, 'exit');
  expect(code).toBe(3);
  await within(10_000, () => runsBy('agent:unknown').length > 0);
  await place.untilToolEnded();

  const isKept = runsBy(context).length > 0;
  findings.push({ agent, context, delivery: isAtOnce ? 'at once' : isKept ? 'later' : 'never' });
  const byAgent = { names, cli_context: context, is_interactive: false };
  const expected = [
    ...(isFirstKept ? [byAgent] : []),
    ...(isKept ? [byAgent] : []),
    { names, cli_context: 'human', is_interactive: true },
    { names, cli_context: 'agent:unknown', is_interactive: false },
  ];
  expect(receivedRuns()).toHaveLength(expected.length);
  expect(receivedRuns()).toEqual(expect.arrayContaining(expected));
  expect(new Set(server.events.map(({ insert_id }) => insert_id)).size).toBe(server.events.length);
  expect(place.files().filter((name) => name.endsWith('.jsonl'))).toEqual([]);
  expect(place.litter()).toEqual([]);
  expect(readdirSync(place.work)).toEqual([]);
});

test('the page matches the findings', async (context) => {
  // With `-t` only some agents run; the page would lose the others.
  context.skip(findings.length < agents.length, 'Not every agent was run');
  await expect(renderPage(findings)).toMatchFileSnapshot(pagePath);
});
