import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canUnshare } from '../fixtures/can-unshare.js';

const claude = 'CLAUDECODE=1 AI_AGENT=claude-code_2-1-332_agent';
const codex = 'CODEX_CI=1 CODEX_THREAD_ID=x';
const opencode = 'OPENCODE=1 AGENT=1';
const kilo = `${opencode} KILO=1`;
const crush = 'CRUSH=1 AGENT=crush AI_AGENT=crush';
const stranger = 'AI_AGENT=somebody';
const turbo = 'TURBO_HASH=1';

const directory = mkdtempSync(join(tmpdir(), 'sonde-innermost-'));
const program = join(directory, 'program.cjs');

beforeAll(() => {
  buildSync({
    stdin: {
      contents: `import { detectAgent } from './detect-agent.js';
        console.log(detectAgent(process.env));`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    platform: 'node',
    outfile: program,
  });
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs the program under nested shells: each line has the variables that one more agent sets. */
function runWithin(...agents: string[]) {
  let command = `"${process.execPath}" "${program}"`;
  for (const variables of [...agents].reverse()) {
    const exports = variables.split(' ').map((variable) => `export ${variable}; `);
    // A shell that stays as the parent of its command.
    command = `/bin/sh -c '${exports.join('')}${command.replaceAll("'", `'\\''`)}; true'`;
  }
  return execFileSync('/bin/sh', ['-c', `${command}; true`], {
    env: { PATH: '/bin' },
    encoding: 'utf8',
  }).trim();
}

test.skipIf(process.platform !== 'linux').each<[string, string[]]>([
  ['claude-code', [claude]],
  ['codex', [claude, codex]],
  ['claude-code', [codex, claude]],
  ['claude-code', [crush, claude]],
  ['crush', [claude, crush]],
  ['kilo', [kilo]],
  ['kilo', [claude, kilo]],
  ['claude-code', [kilo, claude]],
  ['other', [claude, stranger]],
  ['codex', [stranger, codex]],
  ['opencode', [claude, codex, opencode]],
  ['codex', [claude, opencode, codex]],
  ['codex', [claude, turbo, codex]],
  ['claude-code', [turbo, codex, claude]],
])('%s drives what runs within %j', (agent, outermostFirst) => {
  expect(runWithin(...outermostFirst)).toBe(agent);
});

test.skipIf(!canUnshare())('a process of another namespace is not taken for a parent', () => {
  // The inner namespace shows the processes of the outer one, and has the same process ids.
  const inner = `env -i ${claude} ${crush} unshare -pf "$@"; true`;
  const command = ['sh', '-c', inner, 'sh', process.execPath, program];
  const agent = execFileSync('unshare', ['-pf', '--mount-proc', ...command], {
    env: { PATH: process.env.PATH ?? '', CRUSH: '1', AGENT: 'crush' },
    encoding: 'utf8',
  });
  expect(agent.trim()).toBe('crush');
});
