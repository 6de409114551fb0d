import type versions from './versions.json';

/** How to run tasks with a runner. Command lines are a shell's. */
export interface Runner {
  /** In the table. */
  title: string;
  package: keyof typeof versions;
  /** Files of the workspace, besides those of `workspaceFiles`. */
  files?(lantern: string): Readonly<Record<string, string | object>>;
  /** The workspace's node_modules are those of the package. */
  isLinked?: boolean;
  /** Run once, before anything else. */
  setUp?: string;
  variables?: Readonly<Record<string, string>>;
  /** Runs the task of one package. */
  one: string;
  /** Runs two tasks, in the runner's usual way. */
  many?: string;
  /** Goes on when the tool has ended, so its exit code is not the tool's: until Ctrl-C, or in the background. */
  goesOn?: 'in front' | 'behind';
}

const npmVersion = '12.2.2';

/** A workspace of two packages, each with a task `go` that runs the tool. */
export const workspaceFiles = (lantern: string): Record<string, object> => ({
  'package.json': {
    name: 'root',
    private: true,
    workspaces: ['packages/*'],
    packageManager: `npm@${npmVersion}`,
    scripts: { go: `${lantern} go`, again: `${lantern} go` },
  },
  ...Object.fromEntries(
    ['a', 'b'].map((name) => [
      `packages/${name}/package.json`,
      { name, version: '1.0.0', scripts: { go: `${lantern} go` } },
    ]),
  ),
});

/** The workspace's own file, with these fields in addition. */
const root = (lantern: string, fields: object) => ({
  'package.json': { ...workspaceFiles(lantern)['package.json'], ...fields },
});

const lockPackages = 'npm install --offline --ignore-scripts --no-audit --no-fund >/dev/null';
const initRepository = 'git init -q && git add -A && git commit -qm start --no-verify';
/** lefthook runs nothing for a commit without files. */
const commit = 'date +%N >changed && git add changed && git commit -m more';
const nxVariables = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true' };

export const runners: readonly Runner[] = [
  {
    title: 'npm',
    package: 'npm',
    setUp: lockPackages,
    one: 'npm run go',
    many: 'npm run go --workspaces',
  },
  {
    title: 'pnpm',
    package: 'pnpm',
    files: (lantern) => ({
      ...root(lantern, { packageManager: undefined, workspaces: undefined }),
      'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
    }),
    one: 'pnpm --filter a run go',
    many: 'pnpm -r run go',
  },
  {
    title: 'yarn',
    package: '@yarnpkg/cli-dist',
    files: (lantern) => ({
      ...root(lantern, { packageManager: undefined }),
      '.yarnrc.yml': 'enableTelemetry: false\nnodeLinker: node-modules\n',
    }),
    setUp: 'yarn install',
    one: 'yarn workspace a run go',
    many: 'yarn workspaces foreach -Ap --no-private run go',
  },
  { title: 'bun', package: 'bun', one: 'bun run go', many: "bun --filter '*' go" },
  {
    title: 'turbo',
    package: 'turbo',
    files: () => ({ 'turbo.json': { tasks: { go: { cache: false } } } }),
    setUp: lockPackages,
    variables: { TURBO_TELEMETRY_DISABLED: '1' },
    one: 'turbo run go --filter=a',
    many: 'turbo run go',
  },
  {
    title: 'nx',
    package: 'nx',
    isLinked: true,
    files: () => ({ 'nx.json': { analytics: false } }),
    variables: nxVariables,
    one: 'nx run a:go --skip-nx-cache',
    many: 'nx run-many -t go --skip-nx-cache',
  },
  {
    title: 'nx, stream',
    package: 'nx',
    isLinked: true,
    files: () => ({ 'nx.json': { analytics: false } }),
    variables: nxVariables,
    one: 'nx run a:go --skip-nx-cache --outputStyle=stream',
    many: 'nx run-many -t go --skip-nx-cache --outputStyle=stream',
  },
  {
    title: 'lerna',
    package: 'lerna',
    isLinked: true,
    files: () => ({ 'lerna.json': { version: '1.0.0' }, 'nx.json': { analytics: false } }),
    variables: nxVariables,
    one: 'lerna run go --scope a --skip-nx-cache',
    many: 'lerna run go --skip-nx-cache',
  },
  {
    title: 'wireit',
    package: 'wireit',
    isLinked: true,
    files: (lantern) => ({
      ...root(lantern, {
        scripts: { go: 'wireit', again: 'wireit', both: 'wireit' },
        wireit: {
          go: { command: `${lantern} go` },
          again: { command: `${lantern} go` },
          both: { dependencies: ['go', 'again'] },
        },
      }),
    }),
    one: 'npm run go',
    many: 'npm run both',
  },
  {
    title: 'moon',
    package: '@moonrepo/cli',
    files: (lantern) => ({
      '.moon/workspace.yml': 'projects:\n  - packages/*\ntelemetry: false\n',
      ...Object.fromEntries(
        ['a', 'b'].map((name) => [
          `packages/${name}/moon.yml`,
          `tasks:\n  go:\n    command: '${lantern} go'\n    toolchains: system\n    options:\n      cache: false\n`,
        ]),
      ),
    }),
    setUp: initRepository,
    one: 'moon run a:go',
    many: 'moon run :go',
  },
  {
    title: 'lage',
    package: 'lage',
    files: () => ({
      'lage.config.js': 'module.exports = { pipeline: { go: [] }, cache: false };\n',
    }),
    setUp: `${lockPackages} && ${initRepository}`,
    one: 'lage go --no-cache --scope a',
    many: 'lage go --no-cache',
  },
  {
    title: 'concurrently',
    package: 'concurrently',
    one: 'concurrently "npm run go"',
    many: 'concurrently "npm run go" "npm run again"',
  },
  { title: 'npm-run-all2', package: 'npm-run-all2', one: 'run-s go', many: 'run-p go again' },
  {
    title: 'just',
    package: 'rust-just',
    files: (lantern) => ({ justfile: `go:\n  ${lantern} go\nagain:\n  ${lantern} go\n` }),
    one: 'just go',
    many: 'just go again',
  },
  {
    title: 'zx',
    package: 'zx',
    files: (lantern) => ({
      'one.mjs': `await $\`${lantern} go\`;\n`,
      'many.mjs': `await Promise.all([$\`${lantern} go\`, $\`${lantern} go\`]);\n`,
    }),
    one: 'zx one.mjs',
    many: 'zx many.mjs',
  },
  {
    title: 'execa',
    package: 'execa',
    isLinked: true,
    files: (lantern) => ({
      'one.mjs': `import { execa } from 'execa';
        const { exitCode } = await execa('${lantern}', ['go'], { reject: false });
        process.exitCode = exitCode;\n`,
      'many.mjs': `import { execa } from 'execa';
        await Promise.all([execa('${lantern}', ['go']), execa('${lantern}', ['go'])]);\n`,
    }),
    one: 'node one.mjs',
    many: 'node many.mjs',
  },
  { title: 'cross-env', package: 'cross-env', one: 'cross-env A=1 npm run go' },
  {
    title: 'husky, pre-commit',
    package: 'husky',
    files: (lantern) => ({ '.husky/pre-commit': `${lantern} go\n` }),
    setUp: `${initRepository} && husky`,
    one: commit,
  },
  {
    title: 'simple-git-hooks',
    package: 'simple-git-hooks',
    files: (lantern) => root(lantern, { 'simple-git-hooks': { 'pre-commit': `${lantern} go` } }),
    setUp: `${initRepository} && simple-git-hooks`,
    one: commit,
  },
  {
    title: 'lefthook, pre-commit',
    package: 'lefthook',
    files: (lantern) => ({
      'lefthook.yml': `pre-commit:
  jobs:
    - run: ${lantern} go
both:
  parallel: true
  jobs:
    - name: first
      run: ${lantern} go
    - name: second
      run: ${lantern} go
`,
    }),
    setUp: `${initRepository} && lefthook install`,
    one: commit,
    many: 'lefthook run both',
  },
  {
    title: 'lint-staged',
    package: 'lint-staged',
    files: (lantern) => ({
      'one.json': { '*.txt': `${lantern} go` },
      'many.json': { '*.txt': `${lantern} go`, '*.css': `${lantern} go` },
    }),
    setUp: `${initRepository} && touch a.txt a.css && git add -A`,
    one: 'lint-staged --config one.json',
    many: 'lint-staged --config many.json',
  },
  {
    title: 'nodemon',
    package: 'nodemon',
    files: (lantern) => root(lantern, { nodemonConfig: { exec: `${lantern} go` } }),
    one: 'nodemon',
    goesOn: 'in front',
  },
  {
    title: 'pm2',
    package: 'pm2',
    files: (lantern) => ({
      // Starts the tool as often as is said, and waits until each has ended.
      'start.sh': `trap 'pm2 delete all; exit 130' INT
for name in "$@"; do pm2 start ${lantern} --name $name --no-autorestart -- go; done
until [ "$(pm2 jlist | grep -o '"status":"stopped"' | wc -l)" = $# ]; do sleep 0.2; done
pm2 delete all
`,
    }),
    one: 'sh start.sh one',
    many: 'sh start.sh one two',
    goesOn: 'behind',
  },
];
