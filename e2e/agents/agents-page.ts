import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Agent } from './agents.js';
import versions from './versions.json' with { type: 'json' };

/** The page that the suite writes. */
export const pagePath = fileURLToPath(new URL('../../docs/agents.md', import.meta.url));

/** When the events of an agent's run reached the collector. */
type Delivery = 'at once' | 'later' | 'never';

const deliveries: Record<Delivery, string> = {
  'at once': 'at once',
  later: 'with the next run outside the agent',
  never: 'not recorded: the sandbox refuses its files',
};

/** The result for one agent. */
export interface Finding {
  agent: Agent;
  context: string;
  delivery: Delivery;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const render = (findings: readonly Finding[], date: string): string => `# Coding agents

To see what agents do with your tool, choose a name under *Context* in the dashboard. No set-up is needed: each event has the agent's name in \`cli_context\`. If one agent runs another, it is the name of the inner one.

Sonde was run for real in these agents, on Linux x64, last on ${date}:

${table(
  ['agent', 'version', '`cli_context`', 'events are sent'],
  findings.map(({ agent, context, delivery }) => [
    agent.title,
    versions.agents[agent.package],
    `\`${context}\``,
    deliveries[delivery],
  ]),
)}

In each of them, output and exit code are the same as without Sonde, and \`is_interactive\` is \`false\`. A [notice](privacy.md#the-notice) that only an agent could see does not count as shown: nothing is sent until a person has seen it. In the table, a person had. Every event arrives once. No process and no file outside the [spool](delivery.md) is left behind.

Amp, Antigravity, Augment, Crush, Cursor, Goose, Kiro and Roo are recognised by their variables or by \`AI_AGENT=<name>\`, but were not run. An agent with another name in \`AI_AGENT\` or \`AGENT\` is \`agent:other\`. Continue sets no variable: in a terminal its runs count as a person's.

\`npm run test:agents\` repeats this with a local model server, without a key; with \`-- -u\` it writes this page. The agents (2.5 GB, from npm) stay in \`~/.cache/sonde-agents\`.
`;

/** The expected page, with the date of the present one if nothing else differs. */
export function renderPage(findings: readonly Finding[]): string {
  const present = existsSync(pagePath) ? readFileSync(pagePath, 'utf8') : '';
  const dated = render(findings, /last on (\d{4}-\d\d-\d\d):/.exec(present)?.[1] ?? '');
  return dated === present ? present : render(findings, new Date().toISOString().slice(0, 10));
}
