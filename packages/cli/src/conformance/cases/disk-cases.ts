import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseFinding, ConformanceCase } from '../conformance-case.js';
import type { Sandbox } from '../sandbox.js';
import { playScenario, type Scenario } from '../scenario.js';

const isRoot = process.getuid?.() === 0;

/** Why this process cannot mount file systems; undefined if it can. */
function whyNoMounts(): string | undefined {
  if (process.platform !== 'linux') return 'a small file system can only be mounted on Linux';
  if (!isRoot) return 'mounting a small file system requires root';
  const directory = mkdtempSync(join(tmpdir(), 'sonde-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'sonde', directory], {
      stdio: 'ignore',
    });
    execFileSync('umount', [directory], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'root cannot mount file systems on this machine, as in most containers';
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function mountHome(sandbox: Sandbox, kilobytes: number): void {
  const { root, home } = sandbox;
  const kept = join(root, 'kept');
  cpSync(home, kept, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=700`, 'sonde', home]);
  sandbox.release = () => unmountHome(sandbox);
  cpSync(kept, home, { recursive: true });
  rmSync(kept, { recursive: true });
}

function unmountHome({ home }: Sandbox): void {
  try {
    execFileSync('umount', ['-l', home], { stdio: 'ignore' });
  } catch {
    // It is no longer mounted.
  }
}

const fillerOf = ({ home }: Sandbox) => join(home, 'filler');

/** Writes until the disk is full. */
function fill(sandbox: Sandbox): void {
  const fd = openSync(fillerOf(sandbox), 'w', 0o600);
  try {
    for (const block of [Buffer.alloc(4_096), Buffer.alloc(1)]) {
      try {
        for (;;) if (writeSync(fd, block) < block.length) break;
      } catch {}
    }
  } finally {
    closeSync(fd);
  }
}

const makeRoom = (sandbox: Sandbox) => rmSync(fillerOf(sandbox), { force: true });

/** Runs the command through a shell that limits the size of files. Blocks have 512 bytes. */
const withFileSize =
  (blocks: number): NonNullable<Scenario['wrap']> =>
  (argv) => ['/bin/sh', '-c', `ulimit -f ${blocks} && exec "$@"`, 'sh', ...argv];

const readOnlyMount =
  (choose: (sandbox: Sandbox) => string): NonNullable<Scenario['wrap']> =>
  (argv, sandbox) => [
    'unshare',
    '--mount',
    '/bin/sh',
    '-c',
    'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"',
    choose(sandbox),
    ...argv,
  ];

function changeModes(directory: string, mode: number): void {
  chmodSync(directory, 0o700);
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) changeModes(path, mode);
  }
  chmodSync(directory, mode);
}

/** Makes a directory read-only, with the means of this user. */
function readOnly(choose: (sandbox: Sandbox) => string): Partial<Scenario> {
  return isRoot
    ? { wrap: readOnlyMount(choose) }
    : {
        arrange: (sandbox) => changeModes(choose(sandbox), 0o500),
        mend: (sandbox) => changeModes(choose(sandbox), 0o700),
      };
}

const readOnlyHome = readOnly(({ home }) => home);
/** As in the sandboxes of coding agents: an earlier run left events there, and others can still be written. */
const readOnlyState: Partial<Scenario> = {
  ...readOnly(({ state }) => state),
  damage() {},
};

async function whereMounted(play: () => Promise<CaseFinding>): Promise<CaseFinding> {
  const why = whyNoMounts();
  return why === undefined ? play() : { outcome: 'skipped', why };
}

/** In CI, events must be delivered even if the home is not writable. */
const ci = { variables: { CI: 'true' }, extraMs: 1_000 } as const;

const homeless = {
  HOME: undefined,
  XDG_STATE_HOME: undefined,
  XDG_CONFIG_HOME: undefined,
  XDG_CACHE_HOME: undefined,
  XDG_DATA_HOME: undefined,
};

const deliveredInline: NonNullable<Scenario['inspect']> = ({ faulty }) =>
  faulty.accepted.length === 0
    ? ['No event was delivered. In CI, keep events in memory if they cannot be written to disk.']
    : [];

/** Unusable homes and disks. */
export const diskCases: readonly ConformanceCase[] = [
  {
    name: 'home-read-only',
    title: 'the home directory is read-only',
    async run(context) {
      const play = () =>
        playScenario(context, { endpoint: 'up', isDisturbed: true, ...readOnlyHome });
      return isRoot ? whereMounted(play) : play();
    },
  },
  {
    name: 'home-read-only-ci',
    title: 'CI: the home directory is read-only',
    async run(context) {
      const play = () =>
        playScenario(context, {
          endpoint: 'up',
          ...ci,
          ...readOnlyHome,
          inspect: deliveredInline,
        });
      return isRoot ? whereMounted(play) : play();
    },
  },
  {
    name: 'state-read-only',
    title: 'the state directory is read-only, with events of an earlier run',
    async run(context) {
      const play = () => playScenario(context, { endpoint: 'up', ...readOnlyState });
      return isRoot ? whereMounted(play) : play();
    },
  },
  {
    name: 'state-read-only-closed',
    title: 'the same, and nothing listens at the endpoint',
    async run(context) {
      const play = () => playScenario(context, { endpoint: 'closed', ...readOnlyState });
      return isRoot ? whereMounted(play) : play();
    },
  },
  {
    name: 'home-missing',
    title: 'there is no home directory',
    run: (context) =>
      playScenario(context, { endpoint: 'up', variables: homeless, isDisturbed: true }),
  },
  {
    name: 'home-missing-ci',
    title: 'CI: there is no home directory',
    run: (context) =>
      playScenario(context, {
        endpoint: 'up',
        ...ci,
        variables: { ...ci.variables, ...homeless },
        inspect: deliveredInline,
      }),
  },
  {
    name: 'disk-full',
    title: 'the disk is full',
    run: (context) =>
      whereMounted(() =>
        playScenario(context, {
          endpoint: 'up',
          isDisturbed: true,
          arrange(sandbox) {
            mountHome(sandbox, 256);
            fill(sandbox);
          },
          mend: makeRoom,
        }),
      ),
  },
  {
    name: 'disk-full-ci',
    title: 'CI: the disk is full',
    run: (context) =>
      whereMounted(() =>
        playScenario(context, {
          endpoint: 'up',
          ...ci,
          arrange(sandbox) {
            mountHome(sandbox, 256);
            fill(sandbox);
          },
          mend: makeRoom,
          inspect: deliveredInline,
        }),
      ),
  },
  {
    name: 'file-size-zero',
    title: 'no file can grow (RLIMIT_FSIZE 0)',
    run: (context) =>
      playScenario(context, { endpoint: 'up', isDisturbed: true, wrap: withFileSize(0) }),
  },
  ...[2, 4, 8].map(
    (blocks): ConformanceCase => ({
      name: `file-size-${blocks * 512}-ci`,
      title: `CI: the disk is full after ${blocks * 512} bytes of a file (RLIMIT_FSIZE)`,
      run: (context) =>
        playScenario(context, { endpoint: 'up', ...ci, wrap: withFileSize(blocks) }),
    }),
  ),
  {
    name: 'file-size-1mb',
    title: 'no file can exceed 1 MB (RLIMIT_FSIZE)',
    run: (context) => playScenario(context, { endpoint: 'up', wrap: withFileSize(2_048) }),
  },
];
