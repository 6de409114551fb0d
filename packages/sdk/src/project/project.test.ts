import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { initProject, readProject } from '../project.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sonde-project-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const path = () => join(directory, '.orbit.yaml');
const write = (text: string | Uint8Array) => writeFileSync(path(), text);
const read = () => readFileSync(path(), 'utf8');
const init = () => initProject({ tool: 'orbit', directory });
const project = () => readProject({ tool: 'orbit', directory });

test('a new project gets an id, and keeps it', () => {
  const first = initProject({ tool: 'orbit', directory });
  expect(first).toMatchObject({ created: true, path: join(directory, '.orbit.yaml') });
  expect(initProject({ tool: 'orbit', directory })).toEqual({ ...first, created: false });
  const below = join(directory, 'a', 'b');
  mkdirSync(below, { recursive: true });
  expect(readProject({ tool: 'orbit', directory: below })?.projectId).toBe(first.projectId);
});

test.each([
  ['# mine\nother:\n  - a # b\n', '# mine\nother:\n  - a # b\nprojectId: ID\n'],
  ['other: 1', 'other: 1\nprojectId: ID\n'],
  ['a: 1\r\n', 'a: 1\r\nprojectId: ID\r\n'],
  ['projectId:\nb: 2\n', 'projectId: ID\nb: 2\n'],
  ['', 'projectId: ID\n'],
  ['projectId:\r\nb: 2\r\n', 'projectId: ID\r\nb: 2\r\n'],
  ['"projectId": ~ # to come\n', '"projectId": ID # to come\n'],
  ['a: 1 # projectId:\nprojectId: null\r\nb: 2\n', 'a: 1 # projectId:\nprojectId: ID\r\nb: 2\n'],
  ['\uFEFFprojectId:\n', '\uFEFFprojectId: ID\n'],
  ['\uFEFFa: 1\n', '\uFEFFa: 1\nprojectId: ID\n'],
  ['---\na:\n- 1\n', '---\na:\n- 1\nprojectId: ID\n'],
])('%j keeps the rest of the file, which stays the same one', (before, after) => {
  write(before);
  const { ino } = statSync(path());
  const { projectId } = init();
  expect(read()).toBe(after.replace(/\bID\b/, projectId));
  expect(statSync(path()).ino).toBe(ino);
  expect(readdirSync(directory)).toEqual(['.orbit.yaml']);
});

test.each([
  'projectId: acme-prod # of our deployment\n',
  'projectId:\nprojectId: 0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b90\n',
  'shop\n',
  'a: 1\n---\nb: 2\n',
  'a: "b\n  c"\n',
  'flow: [\n1\n]\n',
  '"projectId": 17\n',
  'projectId:\n\n  acme: prod\n',
  '# ours\n---\n{ name: shop }\n',
  'name: shop\n...\n',
  '  name: shop\n',
  '- shop\n',
  '--- name: shop\n',
  Buffer.from('\uFEFFname: shop\n', 'utf16le'),
  Buffer.from('name: caf\u00e9\n', 'latin1'),
  `# ${'x'.repeat(65_536)}\n`,
])('%j is left as it is', (text) => {
  write(text);
  expect(init).toThrow(directory);
  expect(readFileSync(path())).toEqual(Buffer.from(text));
  expect(readdirSync(directory)).toEqual(['.orbit.yaml']);
});

test.skipIf(process.platform === 'win32')('a read-only file is not changed', () => {
  write('name: shop\n');
  chmodSync(path(), 0o444);
  expect(init).toThrow();
  chmodSync(path(), 0o644);
  const other = join(directory, 'other.yaml');
  linkSync(path(), other);
  expect(init).toThrow('has several hard links');
  rmSync(path());
  symlinkSync(other, path());
  expect(init).toThrow('is a link');
  expect(readFileSync(other, 'utf8')).toBe('name: shop\n');
  expect(readdirSync(directory).sort()).toEqual(['.orbit.yaml', 'other.yaml']);
});

test('a byte order mark does not hide the first field', () => {
  const projectId = '0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b90';
  write(`\uFEFFprojectId: ${projectId}\r\n`);
  expect(initProject({ tool: 'orbit', directory })).toMatchObject({ projectId, created: false });
});

describe.skipIf(process.platform === 'win32')('a marker that is not a file', () => {
  const path = () => join(directory, '.orbit.yaml');
  /** Each with its expected state afterwards. */
  const places: Record<string, () => void> = {
    'a device': () => symlinkSync('/dev/zero', path()),
    'a pipe': () => execFileSync('mkfifo', [path()]),
    'a directory': () => mkdirSync(path()),
    'a link to a directory': () => symlinkSync('/', path()),
    'a link to nothing': () => symlinkSync('no-such-file', path()),
    'a link to itself': () => symlinkSync('.orbit.yaml', path()),
  };
  test.each([
    ['a device', 'is not a file'],
    ['a pipe', 'is not a file'],
    ['a directory', 'is not a file'],
    ['a link to a directory', 'is not a file'],
    ['a link to nothing', 'is a broken link'],
    ['a link to itself', 'cannot be read (ELOOP)'],
  ])('%s opts out, and stays as it is', (place, problem) => {
    places[place]?.();
    // The marker of the directory above does not count.
    expect(project()).toMatchObject({ path: path(), telemetryDisabled: true, problem });
    expect(init).toThrow(`${path()} ${problem}.`);
    expect(readdirSync(directory)).toEqual(['.orbit.yaml']);
  });

  test('a writer that waits for a pipe is not woken', async () => {
    execFileSync('mkfifo', [path()]);
    const writer = spawn('sh', [
      '-c',
      'echo ready >&2; echo written > "$1"; echo woken',
      'sh',
      path(),
    ]);
    try {
      let shown = '';
      for (const stream of [writer.stdout, writer.stderr]) {
        stream.on('data', (data) => {
          shown += data;
        });
      }
      await expect.poll(() => shown).toBe('ready\n');
      expect(project()?.problem).toBe('is not a file');
      // The writer is still waiting when a reader opens the pipe.
      expect(readFileSync(path(), 'utf8')).toBe('written\n');
      await expect.poll(() => shown).toBe('ready\nwoken\n');
    } finally {
      writer.kill('SIGKILL');
    }
  });
});

test('at most 64 kB of a marker are read', () => {
  write('telemetryDisabled: false\n');
  truncateSync(path(), 4_000_000_000);
  expect(project()).toMatchObject({ telemetryDisabled: true, problem: 'is larger than 64 kB' });
  truncateSync(path(), 1_000);
  expect(project()).toMatchObject({ telemetryDisabled: true, problem: 'is not text in UTF-8' });
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a marker in an unreadable directory opts out',
  () => {
    write('telemetryDisabled: false\n');
    chmodSync(path(), 0o000);
    expect(project()).toMatchObject({ telemetryDisabled: true });
    chmodSync(path(), 0o644);
    const below = join(directory, 'below');
    mkdirSync(below);
    chmodSync(below, 0o000);
    expect(readProject({ tool: 'orbit', directory: below })?.telemetryDisabled).toBe(true);
    chmodSync(below, 0o755);
  },
);

const blanks = ' '.repeat(64_000);
test.each([
  `projectId: a${blanks}b`,
  `projectId: a${blanks}b\rc`,
  `projectId${blanks}`,
  `"projectId"${blanks};`,
  `projectId:${blanks}~${blanks.slice(63_000)};`,
  `telemetryDisabled${blanks};`,
  `telemetryDisabled: false${blanks};`,
  `telemetryEndpoint: "a"${blanks};`,
  `telemetryEndpoint: a${' #'.repeat(30_000)}\u2028`,
  `${blanks}{`,
  `${'#'.repeat(64_000)}\n {`,
  `${'#\n'.repeat(30_000)}{`,
  `${'---\n'.repeat(16_000)}{`,
  `projectId:${' \n'.repeat(30_000)}a`,
  `telemetryDisabled: false\n${'"'.repeat(64_000)}`,
  `a: "\n# ${'"'.repeat(64_000)} telemetryDisabled`,
  `a: "\n#${"'".repeat(60_000)}`,
  '\\\n'.repeat(32_000),
  `\\\n${blanks}telemetryDisabled: no`,
  '\\x74'.repeat(16_000),
  'telemetryDisabled'.repeat(3_800),
  'telemetryDisabled: no\n'.repeat(2_900),
  `telemetryDisabled: no\n${'#\n'.repeat(32_000)}`,
  `telemetryDisabled${blanks}: no`,
  `telemetryDisabled: no${blanks}#`,
  `a${blanks}b`,
  `"a"${blanks}b`,
])('no text takes long to read: case %#', (text) => {
  write(text);
  expect(project()).toMatchObject({ path: path(), problem: undefined });
  try {
    init();
  } catch {}
});

test('reads top-level scalars only', () => {
  write(
    [
      'nested:',
      '  telemetryKeepFlushed: false',
      'telemetryEndpoint: "https://example.com/x#y" # note',
      "telemetryKeepFlushed: 'true'",
      'projectId: 0B3C9A52-6F0E-4A57-9A35-6D3F1F7F2B90   # the id',
      '',
    ].join('\n'),
  );
  expect(project()).toEqual({
    path: path(),
    projectId: '0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b90',
    telemetryEndpoint: 'https://example.com/x#y',
    ignoredEndpoint: undefined,
    telemetryKeepFlushed: true,
    telemetryDisabled: false,
    problem: undefined,
  });
  expect(readProject({ tool: 'no-such-tool', directory })).toBeUndefined();
});

test.each([
  'telemetryDisabled: true # for now\n',
  'a: 1\r\n"telemetryDisabled": yes\r\n',
  'telemetryDisabled: 1\n',
  'telemetryDisabled:\n  true\n',
  'telemetryDisabled: !!bool true\n',
  'telemetryDisabled: &a true\n',
  '  telemetryDisabled: true\n',
  '{ "telemetryDisabled": true }\n',
  '{ "note": "a # b", "telemetryDisabled": true }\n',
  'base: &base\n  telemetryDisabled: true\n<<: *base\n',
  '? telemetryDisabled\n: true\n',
  'telemetryDisabled: false\ntelemetryDisabled: true\n',
  'telemetryDisabled: no\n\n  tracking, please\n',
  'telemetryDisabled: false\n# a comment\ntrue\n',
  'telemetryDisabled: false\r\n\r\n#\r\n\t# a comment\r\n  true\r\n',
  'telemetryDisabled: false\n#\u2028true\n',
  '{\ntelemetryDisabled: no\nway\n}\n',
  'telemetryDisabled:\ttrue\n',
  '\ttelemetryDisabled: true\n',
  '"telemetry\\x44isabled": true\n',
  '"\\U00000074elemetry\\u0044isabled": true\n',
  '? "telemetry\\\n  Disabled"\n: true\n',
  'a: &k telemetryDisabled\n*k : true\n',
  '<<: { telemetryDisabled: true }\n',
  '{ a: "x\n# y", telemetryDisabled: true }\n',
  `{ a: "'", b: 'x\n# y', telemetryDisabled: true }\n`,
  'a: 1\n---\ntelemetryDisabled: true\n',
  '# a\u2028telemetryDisabled: true\n',
  'note: |\n  telemetryDisabled: true\n',
  'telemetrydisabled: true\n',
])('%j opts out', (text) => {
  write(text);
  expect(project()?.telemetryDisabled).toBe(true);
});

test.each([
  '# telemetryDisabled: true\n',
  '  # telemetryDisabled: true\n',
  'telemetryDisabled: false # telemetryDisabled: true stops it\n',
  '"telemetryDisabled" : "No"\r\n',
  'nested:\n  telemetryDisabled: off\n',
  "owner: Bob's shop\n# telemetryDisabled: true stops it\n",
  'a: "b"\n# don\'t set telemetryDisabled: true\n',
  '{\n  telemetryDisabled: false\n}\n',
  'telemetryDisabled: false\n# a comment\nname: shop\n',
  'path: "C:\\telemetry"\n',
])('%j does not', (text) => {
  write(text);
  expect(project()?.telemetryDisabled).toBe(false);
});

test.each([
  ['is larger than 64 kB', `${' '.repeat(65_536)}\n`],
  ['is not text in UTF-8', Buffer.from('\uFEFFtelemetryDisabled: true\n', 'utf16le')],
  ['is not text in UTF-8', Buffer.from('\uFEFFtelemetryDisabled: true\n', 'utf16le').swap16()],
  ['is not text in UTF-8', Buffer.from('telemetryDisabled: true # caf\u00e9', 'latin1')],
])('a marker that %s opts out', (problem, text) => {
  write(text);
  expect(project()).toMatchObject({ telemetryDisabled: true, problem });
});

const hasOwners = process.getuid !== undefined;
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

describe.skipIf(!hasOwners)('the endpoint of a marker', () => {
  const endpoint = 'https://example.com/x';

  /** Modes of the directory and of the file. */
  test.each([
    [0o755, 0o644, undefined],
    [0o700, 0o600, undefined],
    [0o775, 0o644, 'directory'],
    [0o757, 0o644, 'directory'],
    [0o1777, 0o644, 'directory'],
    [0o755, 0o664, 'file'],
    [0o755, 0o646, 'file'],
  ])('counts where nobody else can write: %o, %o', (ofDirectory, ofFile, open) => {
    write(`telemetryEndpoint: ${endpoint}\n`);
    chmodSync(path(), ofFile);
    chmodSync(directory, ofDirectory);
    const marker = project();
    expect(marker?.telemetryEndpoint).toBe(open === undefined ? endpoint : undefined);
    const place = open === 'file' ? path() : directory;
    expect(marker?.ignoredEndpoint).toEqual(
      open === undefined ? undefined : { endpoint, reason: `others can write to ${place}` },
    );
  });

  test.runIf(isRoot).each(['file', 'directory'])('of another user does not: %s', (kind) => {
    write(`telemetryEndpoint: ${endpoint}\ntelemetryDisabled: true\n`);
    const place = kind === 'file' ? path() : directory;
    chownSync(place, nobody, nobody);
    expect(project()).toMatchObject({
      telemetryEndpoint: undefined,
      ignoredEndpoint: { endpoint, reason: `${place} belongs to another user` },
      telemetryDisabled: true,
    });
  });

  test('through a link is judged by the target', () => {
    const other = join(directory, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'marker'), `telemetryEndpoint: ${endpoint}\n`, { mode: 0o666 });
    chmodSync(join(other, 'marker'), 0o666);
    symlinkSync(join(other, 'marker'), path());
    expect(project()?.ignoredEndpoint?.reason).toBe(`others can write to ${path()}`);
  });
});
