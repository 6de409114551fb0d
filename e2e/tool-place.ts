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

/** The parts of a place. */
interface PlaceParts {
  /** The folder for the home. Not in /tmp, which sandboxes let commands write to. */
  cache: string;
  /** The project whose packages the tool uses. */
  project: string;
  /** The folder of the `node` that runs it. */
  nodeFolder: string;
  /** The text of its program. */
  text: string;
  /** The command that a person runs. */
  command: string;
}

/** A throw-away home with a tool in it. */
export interface ToolPlace {
  /** Folder of the tool's programs. */
  app: string;
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
export function createToolPlace(endpoint: string, parts: PlaceParts): ToolPlace {
  const { cache, project, nodeFolder, text, command } = parts;
  const node = join(nodeFolder, 'node');
  const home = mkdtempSync(join(cache, 'home-'));
  const work = join(home, 'work');
  const temporary = join(home, 'tmp');
  const app = join(home, 'app');
  for (const path of [work, temporary, app]) mkdirSync(path);
  symlinkSync(join(project, 'node_modules'), join(app, 'node_modules'));
  writeFileSync(join(app, 'package.json'), '{ "type": "module" }\n');
  const addProgram = (name: string, program: string) => {
    const path = join(app, name);
    writeFileSync(path, `#!${node}\n${program.replace('http://127.0.0.1:7377', endpoint)}`);
    chmodSync(path, 0o755);
    return path;
  };
  const lantern = addProgram('lantern', text);
  const spool = join(home, '.local/state/lantern/telemetry');
  const environment = {
    PATH: `${nodeFolder}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    TMPDIR: temporary,
    TERM: 'xterm-256color',
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
  };

  const place: ToolPlace = {
    app,
    home,
    work,
    lantern,
    addProgram,
    environment,
    spool,
    files: () => (existsSync(spool) ? readdirSync(spool).sort() : []),
    async runAsPerson() {
      const terminal = openTerminal(lantern, [command], { cwd: work, env: environment });
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
            const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
            const isTool =
              variables.some((variable) => variable.startsWith('SONDE_SENDER=')) ||
              // pm2 shortens the path of the runtime.
              (/^\S*node /.test(line) && line.split(' ')[1]?.startsWith(`${app}/`));
            return isTool === (of === 'tool') ? [{ pid: Number(name), command: line }] : [];
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
          /^\.?(lantern|sonde(?!-(agents|runners)))/i.test(basename(path)) &&
          !/^(app|\.config\/lantern|\.local\/state\/lantern|tmp\/lantern-telemetry-\d+)(\/|$)/.test(
            path,
          ),
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
