import { readFileSync } from 'node:fs';
import { SondeError } from '@sonde/protocol';
import { type Command, Option } from 'commander';
import type { CollectorAddress, Parameters } from './query-collector.js';

/** Options of every query. */
export interface QueryOptions {
  collector: string;
  keyFile?: string;
  project?: string;
  from?: string;
  to?: string;
  filter?: readonly string[];
}

/** The variable that contains the key. */
type KeyVariable = 'SONDE_READ_KEY' | 'SONDE_WRITE_KEY';

const append = (value: string, before: readonly string[] = []) => [...before, value];

/** Adds the options that select the collector. */
export function addQueryOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--collector <url>', 'address of the collector')
        .env('SONDE_COLLECTOR')
        .default('http://127.0.0.1:7377'),
    )
    .option('--key-file <file>', 'file with the read key; default: the key in SONDE_READ_KEY')
    .addOption(
      new Option('--project <id>', 'project to query; without it, the only one, else default').env(
        'SONDE_PROJECT',
      ),
    );
}

/** Adds the options for the time range of a query. */
export function addRangeOptions(command: Command): Command {
  return command
    .option('--from <time>', 'start: ISO 8601, or an age such as 90m, 24h or 7d')
    .option('--to <time>', 'end, in the same form; default: now');
}

/** Adds the option that filters a query. */
export function addFilterOption(command: Command): Command {
  return command.option(
    '--filter <name=value>',
    'only matching events: version=1.4.0, is_ci=false, …; see /api/v1/openapi.json',
    append,
  );
}

const ages = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Parses an absolute time or an age into ISO 8601. */
export function readTime(name: string, text: string, now: number): string {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  // Date.parse alone takes 7 for July 2001.
  const absolute = /^\d{4}(-|$)/.test(text) ? Date.parse(text) : Number.NaN;
  const time =
    count === undefined ? absolute : now - Number(count) * ages[unit as keyof typeof ages];
  if (!Number.isFinite(time)) {
    throw new SondeError('option_invalid', {
      detail: `--${name}: ${text} is not a time; use ISO 8601, or an age such as 90m, 24h or 7d`,
    });
  }
  return new Date(time).toISOString();
}

/** The parameters of a query. */
export function readParameters(options: QueryOptions, now: number = Date.now()): Parameters {
  const filters = (options.filter ?? []).map((text): [string, string] => {
    const [name = '', ...value] = text.split('=');
    if (name === '' || value.length === 0) {
      throw new SondeError('option_invalid', { detail: `--filter: ${text} must be name=value` });
    }
    if (['project', 'from', 'to'].includes(name)) {
      throw new SondeError('option_invalid', { detail: `--filter: use --${name} for ${name}` });
    }
    return [name, value.join('=')];
  });
  return {
    ...Object.fromEntries(filters),
    // An empty variable counts as not set.
    project: options.project || undefined,
    from: options.from === undefined ? undefined : readTime('from', options.from, now),
    to: options.to === undefined ? undefined : readTime('to', options.to, now),
  };
}

/** Describes the range in the user's words: `from 7d ago to now`. */
export function describeRange({ from, to }: Pick<QueryOptions, 'from' | 'to'>): string {
  const name = (time: string) => (/^\d+[mhd]$/.test(time) ? `${time} ago` : time);
  const end = to === undefined ? 'now' : name(to);
  return from === undefined ? `in the 30 days until ${end}` : `from ${name(from)} to ${end}`;
}

const isLoopback = (host: string) =>
  /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

function readKey({ keyFile }: QueryOptions, variable: KeyVariable): string | undefined {
  // biome-ignore lint/style/noProcessEnv: a key is never an argument, which other users could read
  const fromEnvironment = process.env[variable] || undefined;
  const text = keyFile === undefined ? fromEnvironment : readKeyFile(keyFile);
  if (text === undefined) return undefined;
  const key = text.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) {
    const source = keyFile === undefined ? variable : '--key-file';
    throw new SondeError('option_invalid', { detail: `${source} contains no key` });
  }
  return key;
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new SondeError('file_not_readable', { detail: path, cause: error });
  }
}

/** The collector to query. A key is never sent unencrypted to another machine. */
export function readCollector(
  options: QueryOptions,
  variable: KeyVariable = 'SONDE_READ_KEY',
): CollectorAddress {
  const url = URL.canParse(options.collector) ? new URL(options.collector) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new SondeError('option_invalid', {
      detail: '--collector must be an address such as http://127.0.0.1:7377',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new SondeError('option_invalid', { detail: '--collector must not contain a password' });
  }
  const key = readKey(options, variable);
  if (key !== undefined && url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new SondeError('option_invalid', {
      detail: '--collector must be https to send a key to another machine',
    });
  }
  return { url, key };
}
