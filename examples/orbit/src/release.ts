import { existsSync, readFileSync } from 'node:fs';

/** Which orbit this is. */
export interface Release {
  /** Semver of a release, `main` when run from its sources. */
  version: string;
  env: 'prod' | 'dev';
  /** The version was given, not built in. */
  isGiven: boolean;
  /** As npm knows it. */
  packageName: string;
}

const packageName = '@sonde/example-orbit';

/**
 * Tells a release from a source build by the sources that lie beside it: they are not published.
 *
 * @param versionOverride Taken for a release of this version. A seam of the demo, which shows several
 *   versions of orbit by running one.
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
