import { SondeError } from '@sonde/protocol';
import { Command, CommanderError, Option } from 'commander';
import { addDoctorCommand } from './doctor/doctor-command.js';
import { readHandedSocket } from './handed-socket.js';
import { addBackupCommands } from './operator/backup-commands.js';
import { addKeyCommands } from './operator/key-commands.js';
import { addProjectCommands } from './operator/project-commands.js';
import { addUserCommands } from './operator/user-commands.js';
import { serve } from './serve.js';
import { defaultSettings, logLevels, readSettings, type SettingTexts } from './settings.js';
import { version } from './version.js';

/** What commander says of a wrong call, as every other error is said. */
function writeUsageError(text: string, write: (text: string) => void): void {
  write(
    describeFailure(
      new SondeError('setting_invalid', {
        detail: text
          .replace(/^error: /, '')
          .trimEnd()
          .replaceAll('\n', ' '),
      }),
    ),
  );
}

/** The program `sonde-collector`, without having run. */
function createProgram(environment: NodeJS.ProcessEnv): Command {
  const program = new Command('sonde-collector')
    .description('Takes in events of command-line tools, keeps them, and answers questions.')
    .version(version, '--version', 'show the version')
    .exitOverride()
    .configureOutput({ outputError: writeUsageError })
    .configureHelp({ showGlobalOptions: false });

  const serveCommand = program
    .command('serve')
    .description('run the collector and its dashboard')
    .addOption(
      new Option(
        '--host <host>',
        'address to listen on; beyond loopback people sign in and tools need a key',
      )
        .env('SONDE_HOST')
        .default(defaultSettings.host),
    )
    .addOption(
      new Option('--port <port>', 'port to listen on; 0 takes any free one')
        .env('SONDE_PORT')
        .default(defaultSettings.port),
    )
    .addOption(
      new Option('--data-dir <directory>', 'where events are kept; created when missing')
        .env('SONDE_DATA_DIR')
        .default(defaultSettings.dataDir),
    )
    .addOption(
      new Option('--store <store>', 'which store; this version has the embedded one')
        .env('SONDE_STORE')
        .default(defaultSettings.store),
    )
    .addOption(
      new Option(
        '--memory <size>',
        'upper bound of the store’s memory, like 512MB or 2GB; default: by the machine’s size',
      ).env('SONDE_MEMORY'),
    )
    .addOption(
      new Option('--disk-floor <size>', 'space that stays free: below it nothing is stored')
        .env('SONDE_DISK_FLOOR')
        .default(defaultSettings.diskFloor),
    )
    .addOption(
      new Option(
        '--config <file>',
        'projects, keys, catalogs and limits; without it: one project, any key or none',
      ).env('SONDE_CONFIG'),
    )
    .addOption(new Option('--ingest-only', 'no dashboard and no questions'))
    .addOption(
      new Option(
        '--public-url <url>',
        'address that people use, like https://sonde.example.org',
      ).env('SONDE_PUBLIC_URL'),
    )
    .addOption(
      new Option(
        '--trust-proxy <addresses>',
        'proxies whose X-Forwarded headers are believed: addresses, networks, or loopback',
      ).env('SONDE_TRUST_PROXY'),
    )
    .addOption(
      new Option(
        '--tls-cert <file>',
        'certificate with its chain, PEM; read again when it changes',
      ).env('SONDE_TLS_CERT'),
    )
    .addOption(
      new Option('--tls-key <file>', 'its private key, PEM, not encrypted').env('SONDE_TLS_KEY'),
    )
    .addOption(
      new Option(
        '--stop-delay <seconds>',
        'how long it goes on serving after SIGTERM, while /readyz says 503',
      )
        .env('SONDE_STOP_DELAY')
        .default(defaultSettings.stopDelay),
    )
    .addOption(
      new Option('--log-level <level>', `what goes to stderr: ${logLevels.join(', ')}`)
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
  addBackupCommands(program);
  addDoctorCommand(program, serveCommand.options);
  return program;
}

/**
 * Runs the program; resolves with the exit code: 1 when it cannot start, 2 when it was called wrongly
 * or a setting is not valid.
 */
export async function runCommandLine(
  argv: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<number> {
  try {
    await createProgram(environment).parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Usage errors, help and version have said what they had to.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(describeFailure(error));
    return isWrongUse(error) ? 2 : 1;
  }
}

/** A setting that could never work, whatever the state of the machine. */
function isWrongUse(error: unknown): boolean {
  if (!(error instanceof SondeError)) return false;
  return error.code === 'setting_invalid';
}

function describeFailure(error: unknown): string {
  if (error instanceof SondeError) {
    return `sonde-collector: ${error.code}: ${error.message}\n${error.entry.action}\n`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `sonde-collector: internal: ${stack}\n`;
}
