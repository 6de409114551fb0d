import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ask = (name: string) =>
  execFileSync('npm', ['config', 'get', name], { cwd: root, encoding: 'utf8' }).trim();

/** A home in which nobody has set anything. */
export interface EmptyHome {
  directory: string;
  env: Record<string, string>;
}

export function createEmptyHome(directory: string): EmptyHome {
  mkdirSync(directory);
  return { directory, env: { PATH: process.env.PATH ?? '', HOME: directory } };
}

/**
 * Packs a package and installs the tarball alone in an empty directory, as a user does.
 *
 * What npm downloads comes from the cache of the real user, where it is there.
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
