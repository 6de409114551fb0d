import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { markdownTable } from '../contract/markdown-table.js';
import type { Runner } from './runners.js';
import versions from './versions.json' with { type: 'json' };

/** The page that the suite writes. */
export const pagePath = fileURLToPath(new URL('../../docs/runners.md', import.meta.url));

/** Who a run says has started it. */
export interface Who {
  context: string;
  isInteractive: boolean;
}

/** What the suite saw of a runner. */
export interface Finding {
  runner: Runner;
  one: Who;
  many?: Who;
  isNoticeShown: boolean;
  /** The runner's exit code where the tool's is 2. */
  code?: number;
  /** What a run says that Ctrl-C on the runner has ended. */
  stopped: { exitCode: number; isCancelled: boolean };
}

const describeWho = (who: Who | undefined) =>
  who === undefined ? '–' : `${who.context}${who.isInteractive ? ', interactive' : ''}`;

const render = (findings: readonly Finding[], date: string): string => `# Task runners and hooks

To run your tool in tasks of turbo, add to \`turbo.json\`, so that the tasks see what a user has chosen (replace \`LANTERN\` by your tool's name):

\`\`\`json
{ "globalPassThroughEnv": ["DO_NOT_TRACK", "LANTERN_TELEMETRY*", "XDG_*"] }
\`\`\`

turbo removes most variables from tasks. On Linux the tool [looks for them](privacy.md#turning-it-off) in its parent processes. On other systems it cannot, so events of tasks wait for a run outside turbo.

Other runners need nothing. Sonde was run for real below these, on Linux x64 in a terminal, last on ${date}:

${markdownTable(
  ['runner', 'one task', 'several tasks', 'first notice', 'exit code', 'Ctrl-C'],
  findings.map(({ runner, one, many, isNoticeShown, code, stopped }) => [
    `${runner.title} ${versions[runner.package]}`,
    describeWho(one),
    describeWho(many),
    isNoticeShown ? 'shown' : 'waits',
    code === undefined ? '–' : `${code}`,
    `${stopped.exitCode}${stopped.isCancelled ? '' : ', not cancelled'}`,
  ]),
)}

- *One task*, *several tasks*: \`cli_context\`, and whether \`is_interactive\` is true. wireit and pm2 give a task no terminal at all.
- *First notice*: if it waits, nothing is sent until a run elsewhere has shown it.
- *Exit code*: the runner's, for a tool that ends with 2. The invocation always has \`exit_code: 2\`.
- *Ctrl-C*: the invocation's \`exit_code\`. It has \`user_cancelled: true\`, and the open flow is aborted as \`cancelled\`. Some runners [turn Ctrl-C into another signal](numbers.md#invocations): lefthook into SIGHUP. turbo and pm2 stop tasks as Ctrl-C does.

In every row, nothing is sent before the notice was seen; \`DO_NOT_TRACK=1\`, \`<TOOL>_TELEMETRY=off\` and \`telemetry disable\` are obeyed; CI, an agent and a proxy in the runner's environment are found; each event arrives once; and no process or lock file is left behind.

\`npm run test:runners\` repeats this; with \`-- -u\` it writes this page. The runners (0.9 GB, from npm) stay in \`~/.cache/sonde-runners\`.
`;

/** The page as it should be, dated as the one there is if that says the same. */
export function renderPage(findings: readonly Finding[]): string {
  const present = existsSync(pagePath) ? readFileSync(pagePath, 'utf8') : '';
  const dated = render(findings, /last on (\d{4}-\d\d-\d\d):/.exec(present)?.[1] ?? '');
  return dated === present ? present : render(findings, new Date().toISOString().slice(0, 10));
}
