import { SondeError } from '@sonde/protocol';
import { Command, CommanderError, Option } from 'commander';
import { addDoctorCommand } from './doctor/doctor-command.js';
import { readHandedSocket } from './handed-socket.js';
import { addBackupCommands } from './operator/backup-commands.js';
import { addKeyCommands } from './operator/key-commands.js';
import { addMoveCommand } from './operator/move-command.js';
import { addProjectCommands } from './operator/project-commands.js';
import { addQuarantineCommands } from './operator/quarantine-commands.js';
import { addUserCommands } from './operator/user-commands.js';
import { serve } from './serve.js';
import { addStoreOptions } from './server-settings.js';
import { defaultSettings, logLevels, readSettings, type SettingTexts } from './settings.js';
import { version } from './version.js';

/** Makes a command and its subcommands report usage errors like all other errors. */
function describeMistakes(command: Command): void {
  command.configureOutput({
    outputError: (text, write) => {
      const detail = text
        .replace(/^error: /, '')
        .trimEnd()
        .replaceAll('\n', ' ');
      write(describeFailure(new SondeError('option_invalid', { detail }), helpOf(command)));
    },
  });
  for (const below of command.commands) describeMistakes(below);
}

/** Where to find the help of a command. */
function helpOf(command: Command): string {
  const names = [];
  for (let each: Command | null = command; each !== null; each = each.parent) {
    names.unshift(each.name());
  }
  return `See ${names.join(' ')} --help.`;
}

/** The program `sonde-collector`; it does not run yet. */
function createProgram(environment: NodeJS.ProcessEnv): Command {
  const program = new Command('sonde-collector')
    .description('Collects events from command-line tools, stores them and serves the dashboard.')
    .version(version, '--version', 'show the version')
    .exitOverride()
    .configureHelp({ showGlobalOptions: false });

  const serveCommand = addStoreOptions(
    program
      .command('serve')
      .description('run the collector and its dashboard')
      .addOption(
        new Option(
          '--host <host>',
          'address to listen on; beyond loopback, people must sign in and tools need a key',
        )
          .env('SONDE_HOST')
          .default(defaultSettings.host),
      )
      .addOption(
        new Option('--port <port>', 'port to listen on; 0: any free port')
          .env('SONDE_PORT')
          .default(defaultSettings.port),
      )
      .addOption(
        new Option('--data-dir <directory>', 'where data is stored; created if missing')
          .env('SONDE_DATA_DIR')
          .default(defaultSettings.dataDir),
      ),
  )
    .addOption(
      new Option(
        '--memory <size>',
        'memory limit of the store, such as 512MB or 2GB; default: from the machine’s memory',
      ).env('SONDE_MEMORY'),
    )
    .addOption(
      new Option('--disk-floor <size>', 'minimum free disk space; below it, nothing is stored')
        .env('SONDE_DISK_FLOOR')
        .default(defaultSettings.diskFloor),
    )
    .addOption(
      new Option(
        '--config <file>',
        'configuration file: projects, keys, catalogs and limits; default: none, so one project',
      ).env('SONDE_CONFIG'),
    )
    .addOption(new Option('--ingest-only', 'accept events only: no dashboard, no queries'))
    .addOption(
      new Option(
        '--public-url <url>',
        'address that people use, such as https://sonde.example.org',
      ).env('SONDE_PUBLIC_URL'),
    )
    .addOption(
      new Option(
        '--trust-proxy <addresses>',
        'proxies whose X-Forwarded headers are trusted: addresses, networks, or loopback',
      ).env('SONDE_TRUST_PROXY'),
    )
    .addOption(
      new Option(
        '--tls-cert <file>',
        'certificate with its chain, PEM; reloaded when it changes',
      ).env('SONDE_TLS_CERT'),
    )
    .addOption(
      new Option('--tls-key <file>', 'private key of the certificate, PEM, not encrypted').env(
        'SONDE_TLS_KEY',
      ),
    )
    .addOption(
      new Option(
        '--stop-delay <seconds>',
        'how long to keep serving after SIGTERM, while /readyz returns 503',
      )
        .env('SONDE_STOP_DELAY')
        .default(defaultSettings.stopDelay),
    )
    .addOption(
      new Option('--log-level <level>', `lowest level logged to stderr: ${logLevels.join(', ')}`)
        .env('SONDE_LOG_LEVEL')
        .default(defaultSettings.logLevel),
    )
    .action(async (texts: SettingTexts) => {
      process.exitCode = await serve(readSettings(texts, process.cwd()), {
        socketFd: readHandedSocket(environment, process.pid),
      });
    });

  addUserCommands(program);
  addProjectCommands(program);
  addKeyCommands(program);
  addQuarantineCommands(program);
  addBackupCommands(program);
  addMoveCommand(program);
  addDoctorCommand(program, serveCommand.options);
  describeMistakes(program);
  return program;
}

/**
 * Runs the program and resolves with its exit code: 1 if it cannot start, 2 after a usage error or
 * an invalid setting.
 */
export async function runCommandLine(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<number> {
  const program = createProgram(environment);
  let command = program;
  program.hook('preAction', (_program, action) => {
    command = action;
    action.setOptionValueWithSource('storePassword', environment.SONDE_STORE_PASSWORD, 'env');
  });
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Commander has already printed usage errors, help and the version.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const isSetting = error instanceof SondeError && error.code === 'setting_invalid';
    process.stderr.write(describeFailure(error, isSetting ? helpOf(command) : undefined));
    return isWrongUse(error) ? 2 : 1;
  }
}

/** Whether the call or a setting is wrong, independent of the machine's state. */
function isWrongUse(error: unknown): boolean {
  if (!(error instanceof SondeError)) return false;
  return error.code === 'setting_invalid' || error.code === 'configuration_invalid';
}

/** @param action What to do, if it differs from the table of errors. */
function describeFailure(error: unknown, action?: string): string {
  if (error instanceof SondeError) {
    return `sonde-collector: ${error.code}: ${error.message}\n${action ?? error.entry.action}\n`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `sonde-collector: internal: ${stack}\n`;
}
