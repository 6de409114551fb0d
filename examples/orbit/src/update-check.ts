/**
 * The process that checks npm's registry, as npm is configured, for a newer version; nothing waits
 * for it. Arguments: the result file, the package, the current version.
 */
import latestVersion from 'latest-version';
import gt from 'semver/functions/gt.js';
import { writePrivateFile } from './private-file.js';
import type { UpdateState } from './update-notice.js';

const deadlineMs = 10_000;

const [file = '', packageName = '', version = ''] = process.argv.slice(2);
setTimeout(() => process.exit(1), deadlineMs).unref();
const latest = await latestVersion(packageName);
if (gt(latest, version)) {
  writePrivateFile(file, { checked_at: Date.now(), version, latest } satisfies UpdateState);
}
