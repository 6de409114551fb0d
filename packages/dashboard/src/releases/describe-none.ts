import { formatCount } from '@sonde/analytics/format';
import type { ReleaseReport } from '../api/responses.js';

/** Why nothing is listed as worse. */
export function describeNone(releases: ReleaseReport['releases']): string {
  if (releases.length === 0)
    return 'The range must include two releases of a tool to compare them.';
  const tested = releases.reduce((sum, release) => sum + release.tested, 0);
  return tested === 0
    ? 'Nothing can be said: a comparison needs 20 users of each release.'
    : `Nothing: of ${formatCount(tested)} rates of failures, errors and stops, none rose by more than chance.`;
}
