import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { WireEvent } from '@sonde/protocol';
import type { CaseContext, ConformanceCase } from '../conformance-case.js';
import type { Sandbox } from '../sandbox.js';
import { playScenario, type Scenario } from '../scenario.js';
import { readSpool } from '../spool-contents.js';

const gigabyte = 1_000_000_000;
/** The most a spool may hold, with room for what is written while it is looked at. */
const spoolLimitBytes = 11_000_000;
/** The most memory a sender may take. */
const senderMemoryBytes = 60_000_000;
const noUuid = '00000000-0000-4000-8000-000000000000';
const future = Date.UTC(2040, 0, 1);

function eventsOf(text: string): WireEvent[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as WireEvent)
    .filter(({ event }) => event !== undefined);
}

/** Name of a file that waits, written by a process that is gone. */
function readyName(bytes: number, options: { openedAt?: number; id?: string } = {}): string {
  const { openedAt = Date.now() - 5_000, id = noUuid } = options;
  return `${openedAt}_4194305_${id}_9_${bytes}_0.ready.jsonl`;
}

const openName = () => `${Date.now() - 5_000}_4194305_${noUuid}.open.jsonl`;

function makeSpool({ spool, state }: Sandbox): void {
  mkdirSync(spool, { recursive: true, mode: 0o700 });
  // Parents that are made on the way get the mode of the umask.
  for (let path = spool; path !== state; path = join(path, '..')) chmodSync(path, 0o700);
}

function put(sandbox: Sandbox, name: string, content: string | Buffer): void {
  writeFileSync(join(sandbox.spool, name), content, { mode: 0o600 });
}

/** A file of a size that nobody can read into memory, without taking the disk for it. */
function putHuge(sandbox: Sandbox, name: string, beginning: string): void {
  const fd = openSync(join(sandbox.spool, name), 'w', 0o600);
  writeSync(fd, beginning);
  ftruncateSync(fd, gigabyte);
  closeSync(fd);
}

function putDirectories(sandbox: Sandbox, names: readonly string[]): void {
  for (const name of names) mkdirSync(join(sandbox.spool, name), { mode: 0o700 });
}

const bounded: NonNullable<Scenario['conclude']> = ({ peakBytes }) => ({
  reasons:
    peakBytes > senderMemoryBytes
      ? [
          `A sender took ${Math.round(peakBytes / 1e6)} MB of memory, more than ${senderMemoryBytes / 1e6} MB. Files must be read in pieces, whatever their size.`,
        ]
      : [],
  notes: [`a sender took ${Math.round(peakBytes / 1e6)} MB`],
});

/** While the endpoint is away nothing is delivered, so that only dropping keeps the spool small. */
const capped: Partial<Scenario> = {
  endpoint: 'closed',
  conclude: bounded,
  inspect({ sandbox }) {
    const { bytes } = readSpool(sandbox.spool);
    return bytes > spoolLimitBytes
      ? [
          `The spool holds ${Math.round(bytes / 1e6)} MB after a sender has been there. Above 10 MB the oldest must be dropped, files of runs that died among them.`,
        ]
      : [];
  },
};

type Seed = (context: CaseContext, sandbox: Sandbox) => readonly WireEvent[];

const cases: readonly [string, string, Seed, Partial<Scenario>?][] = [
  [
    'torn-line',
    'the last line of a file is torn',
    ({ baseline }, sandbox) => {
      const torn = baseline.spoolFile.slice(0, -20);
      put(sandbox, readyName(torn.length), torn);
      return eventsOf(torn.slice(0, torn.lastIndexOf('\n') + 1));
    },
  ],
  [
    'abandoned',
    'a run was killed and left its file open',
    ({ baseline }, sandbox) => {
      const lines = baseline.spoolFile.split('\n').slice(0, 2).join('\n');
      put(sandbox, openName(), `${lines}\n`);
      return eventsOf(`${lines}\n`);
    },
  ],
  [
    'binary',
    'a file holds no text',
    (_, sandbox) => {
      put(
        sandbox,
        readyName(4_096),
        Buffer.from(Array.from({ length: 4_096 }, (_, at) => at % 256)),
      );
      return [];
    },
  ],
  [
    'empty-file',
    'files are empty',
    (_, sandbox) => {
      put(sandbox, readyName(0), '');
      put(sandbox, openName(), '');
      return [];
    },
  ],
  [
    'huge-file',
    'a file that waits has 1 GB',
    ({ baseline }, sandbox) => {
      putHuge(sandbox, readyName(gigabyte), baseline.spoolFile);
      return [];
    },
    capped,
  ],
  [
    'huge-open-file',
    'a run that died left a file of 1 GB',
    ({ baseline }, sandbox) => {
      putHuge(sandbox, openName(), baseline.spoolFile);
      return [];
    },
    capped,
  ],
  [
    'directory-for-events',
    'directories are where files of events should be',
    (_, sandbox) => {
      putDirectories(sandbox, [readyName(10), openName()]);
      return [];
    },
  ],
  ...['state.json', 'settings.json', 'sender.lease', 'anonymous-id'].map(
    (name): [string, string, Seed] => [
      `directory-for-${name.replace('.', '-')}`,
      `a directory is where ${name} should be`,
      (_, sandbox) => {
        putDirectories(sandbox, [name]);
        return [];
      },
    ],
  ),
  [
    'nonsense-in-files',
    'settings, state, lease and identifier hold nonsense',
    (_, sandbox) => {
      for (const name of ['state.json', 'settings.json', 'sender.lease', 'anonymous-id']) {
        put(sandbox, name, '\0{"a":');
      }
      return [];
    },
  ],
  [
    'from-the-future',
    'files were written by a clock that was years ahead',
    ({ baseline }, sandbox) => {
      const name = readyName(Buffer.byteLength(baseline.spoolFile), { openedAt: future });
      put(sandbox, name, baseline.spoolFile);
      put(sandbox, 'sender.lease', `1 ${future} 0.5`);
      put(sandbox, 'state.json', JSON.stringify({ failures: 3, retryAt: future, dropped: {} }));
      for (const file of [name, 'sender.lease', 'state.json']) {
        utimesSync(join(sandbox.spool, file), future / 1_000, future / 1_000);
      }
      return eventsOf(baseline.spoolFile);
    },
  ],
];

/** A spool in which something is wrong. */
export const spoolCases: readonly ConformanceCase[] = cases.map(
  ([name, title, seed, extra]): ConformanceCase => ({
    name: `spool-${name}`,
    title,
    run: (context) =>
      playScenario(context, {
        endpoint: 'up',
        // What the kit itself puts there is of no kind that the SDK would leave.
        ignoreFiles: true,
        seed(sandbox) {
          makeSpool(sandbox);
          return seed(context, sandbox);
        },
        ...extra,
      }),
  }),
);
