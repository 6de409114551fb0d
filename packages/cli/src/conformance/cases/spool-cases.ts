import {
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ConformanceCase } from '../conformance-case.js';
import type { Sandbox } from '../sandbox.js';
import { playScenario, type Scenario } from '../scenario.js';
import { readSpool } from '../spool-contents.js';

const gigabyte = 1_000_000_000;
/** Maximum size of a spool, with a reserve for events written during the check. */
const spoolLimitBytes = 11_000_000;
/** Maximum memory of a sender. */
const senderMemoryBytes = 60_000_000;
const future = Date.UTC(2040, 0, 1);

/** Names in a spool, by kind. */
function namesIn({ spool }: Sandbox): { events: string[]; others: string[] } {
  const names = readdirSync(spool);
  const isEvents = (name: string) => name.endsWith('.jsonl');
  return { events: names.filter(isEvents), others: names.filter((name) => !isEvents(name)) };
}

function forEvents(change: (path: string, sandbox: Sandbox) => void): Damage {
  return (sandbox) => {
    for (const name of namesIn(sandbox).events) change(join(sandbox.spool, name), sandbox);
  };
}

/** The name of the file before its run completed it. */
const openNameOf = (path: string) => path.replace(/(_\d+){3}\.ready\.jsonl$/, '.open.jsonl');

/** Makes a sparse file, too large for memory. */
function enlarge(path: string): void {
  truncateSync(path, gigabyte);
}

function age(path: string): void {
  const hourAgo = Date.now() / 1_000 - 3_600;
  utimesSync(path, hourAgo, hourAgo);
}

/** Every name of a kind: existing ones, and those that senders would create. */
function namesLike(sandbox: Sandbox, kind: string): string[] {
  const { others } = namesIn(sandbox);
  // The state of a destination has the same tag as its settings.
  const tags = others.filter((name) => name.startsWith('settings'));
  const likely: Record<string, string[]> = {
    settings: tags,
    state: tags.map((name) => name.replace('settings', 'state')),
    lease: ['sender.lease'],
    'anonymous-id': ['anonymous-id'],
  };
  return likely[kind] ?? [];
}

const kinds = ['settings', 'state', 'lease', 'anonymous-id'] as const;

const bounded: NonNullable<Scenario['conclude']> = ({ peakBytes }) => ({
  reasons:
    peakBytes > senderMemoryBytes
      ? [
          `A sender took ${Math.round(peakBytes / 1e6)} MB of memory, more than ${senderMemoryBytes / 1e6} MB. Files must be read in pieces, whatever their size.`,
        ]
      : [],
  notes: [`a sender took ${Math.round(peakBytes / 1e6)} MB`],
});

/** While the endpoint is down nothing is delivered, so only dropping can keep the spool small. */
const capped: Partial<Scenario> = {
  endpoint: 'closed',
  conclude: bounded,
  inspect({ sandbox }) {
    const { bytes } = readSpool(sandbox.spool);
    return bytes > spoolLimitBytes
      ? [
          `The spool holds ${Math.round(bytes / 1e6)} MB after a sender ran. Above 10 MB it must drop the oldest files, including those of killed runs.`,
        ]
      : [];
  },
};

type Damage = (sandbox: Sandbox) => void;

const cases: readonly [string, string, Damage, Partial<Scenario>?][] = [
  [
    'torn-line',
    'the last line of a file is cut off',
    forEvents((path) => truncateSync(path, statSync(path).size - 20)),
    { wholeRuns: 2 },
  ],
  [
    'abandoned',
    'a run was killed and left its file open',
    forEvents((path) => renameSync(path, openNameOf(path))),
  ],
  [
    'binary',
    'a file is not text',
    forEvents((path) =>
      writeFileSync(path, Buffer.from(Array.from({ length: 4_096 }, (_, at) => at % 256))),
    ),
    { isSeedLost: true },
  ],
  [
    'empty-file',
    'files are empty',
    forEvents((path) => {
      writeFileSync(path, '');
      writeFileSync(openNameOf(path), '', { mode: 0o600 });
    }),
    { isSeedLost: true },
  ],
  ['huge-file', 'a waiting file has 1 GB', forEvents(enlarge), { isSeedLost: true, ...capped }],
  [
    'huge-open-file',
    'a killed run left a file of 1 GB',
    forEvents((path) => {
      renameSync(path, openNameOf(path));
      enlarge(openNameOf(path));
    }),
    { isSeedLost: true, ...capped },
  ],
  [
    'huge-file-sent',
    'a file of 1 GB is sent',
    forEvents(enlarge),
    { isSeedLost: true, conclude: bounded },
  ],
  [
    'directory-for-events',
    'directories are where files of events should be',
    forEvents((path) => {
      rmSync(path);
      mkdirSync(path, { mode: 0o700 });
      mkdirSync(openNameOf(path), { mode: 0o700 });
    }),
    { isSeedLost: true },
  ],
  ...kinds.map((kind): [string, string, Damage, Partial<Scenario>] => [
    `directory-for-${kind}`,
    `a directory is where the ${kind} should be`,
    (sandbox) => {
      for (const name of namesLike(sandbox, kind)) {
        const path = join(sandbox.spool, name);
        rmSync(path, { force: true });
        mkdirSync(path, { mode: 0o700 });
        age(path);
      }
    },
    // Without an identifier nothing has to be recorded; recorded events must be sent.
    kind === 'anonymous-id' ? { wholeRuns: 1 } : {},
  ]),
  [
    'nonsense-in-files',
    'settings, state, lease and identifier have invalid content',
    (sandbox) => {
      for (const name of kinds.flatMap((kind) => namesLike(sandbox, kind))) {
        writeFileSync(join(sandbox.spool, name), '\0{"a":', { mode: 0o600 });
      }
    },
  ],
  [
    'from-the-future',
    'files were written by a clock that was years ahead',
    (sandbox) => {
      const { spool } = sandbox;
      for (const name of namesIn(sandbox).events) {
        renameSync(join(spool, name), join(spool, name.replace(/^\d+/, String(future))));
      }
      for (const name of namesLike(sandbox, 'state')) {
        const state = { failures: 3, retryAt: future, dropped: {} };
        writeFileSync(join(spool, name), JSON.stringify(state), { mode: 0o600 });
      }
      writeFileSync(join(spool, 'sender.lease'), `1 ${future} 0.5`, { mode: 0o600 });
      for (const name of readdirSync(spool)) {
        utimesSync(join(spool, name), future / 1_000, future / 1_000);
      }
    },
  ],
];

/** A damaged spool: an earlier run left it, and it was damaged afterwards. */
export const spoolCases: readonly ConformanceCase[] = cases.map(
  ([name, title, damage, extra]): ConformanceCase => ({
    name: `spool-${name}`,
    title,
    // Files that the kit itself adds are of kinds that the SDK would not leave.
    run: (context) =>
      playScenario(context, { endpoint: 'up', ignoreFiles: true, damage, ...extra }),
  }),
);
