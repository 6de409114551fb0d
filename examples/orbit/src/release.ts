import { existsSync, readFileSync } from 'node:fs';

/** The version of orbit. */
export interface Release {
  /** Semver for a release, `main` when run from source. */
  version: string;
  env: 'prod' | 'dev';
  /** Whether the version was given in the environment, not built in. */
  isGiven: boolean;
  /** Name of the npm package. */
  packageName: string;
}

const packageName = '@sonde/example-orbit';

/**
 * Distinguishes releases from source builds by the sources next to the code, which are not
 * published.
 *
 * @param versionOverride Pretend to be a release with this version. For the demo, which shows
 *   several versions of orbit by running one.
 */
export function readRelease(versionOverride: string | undefined): Release {
  if (versionOverride !== undefined && /^\d+\.\d+\.\d+(-[0-9a-z.]+)?$/.test(versionOverride)) {
    return { version: versionOverride, env: 'prod', isGiven: true, packageName };
  }
  if (existsSync(new URL('../src', import.meta.url))) {
    return { version: 'main', env: 'dev', isGiven: false, packageName };
  }
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return { version, env: 'prod', isGiven: false, packageName };
}
