import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ask = (name: string) =>
  execFileSync('npm', ['config', 'get', name], { cwd: root, encoding: 'utf8' }).trim();

/** A home without any settings. */
export interface EmptyHome {
  directory: string;
  env: Record<string, string>;
}

export function createEmptyHome(directory: string): EmptyHome {
  mkdirSync(directory);
  return { directory, env: { PATH: process.env.PATH ?? '', HOME: directory } };
}

/**
 * Packs a package and installs only the tarball in an empty directory, as a user does.
 *
 * npm uses the real user's download cache, if there is one.
 */
export function installPacked(name: string, { env }: EmptyHome, directory: string): void {
  mkdirSync(directory);
  execFileSync('npm', ['pack', '-w', name, '--loglevel=error', '--pack-destination', directory], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [tarball = ''] = readdirSync(directory);
  execFileSync('npm', ['install', '--loglevel=error', '--prefer-offline', join('.', tarball)], {
    cwd: directory,
    env: {
      ...env,
      npm_config_cache: ask('cache'),
      npm_config_registry: ask('registry'),
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
