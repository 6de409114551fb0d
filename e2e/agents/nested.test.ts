import { afterEach, expect, test } from 'vitest';
import { runsOf, within } from '../received-runs.js';
import type { ReceivingServer } from '../runtimes/receiving-server.js';
import type { ToolPlace } from '../tool-place.js';
import { agents } from './agents.js';
import { type ModelServer, startModelServer } from './model-server.js';
import { commandOf, runAgent } from './run-agent.js';
import { useServerAndPlace } from './server-and-place.js';

let server: ReceivingServer;
let place: ToolPlace;
let model: ModelServer;
useServerAndPlace((started) => {
  ({ server, place } = started);
});
afterEach(() => model.close());

function find(title: string) {
  const agent = agents.find((each) => each.title === title);
  if (agent === undefined) throw new Error(`There is no agent ${title}`);
  return agent;
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

test.each([
  ['claude-code', 'codex, danger-full-access'],
  ['codex, danger-full-access', 'claude-code'],
  ['opencode', 'pi'],
])('%s runs %s, which runs the tool', async (outerTitle, innerTitle) => {
  const [outer, inner] = [find(outerTitle), find(innerTitle)];
  await place.runAsPerson();
  model = await startModelServer(({ results }) =>
    results.length === 0 ? inner.shell(`${place.lantern} clear`) : undefined,
  );
  const { path, argv, variables } = commandOf(inner, place, model.url);
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${quote(value)}`);
  const command = ['env', ...settings, path, ...argv.map(quote), '< /dev/null'].join(' ');
  const end = await runAgent(outer, place, async ({ results }) => {
    if (results.length === 0) return outer.shell(command);
    await within(10_000, () => runsOf(server.events).length === 2);
    return undefined;
  });
  expect(end, end.output).toMatchObject({ code: 0, signal: null });
  await place.untilToolEnded();
  expect(runsOf(server.events).map(({ cli_context }) => cli_context)).toEqual([
    'human',
    `agent:${inner.context}`,
  ]);
});
