import { isRefusal, readUserSetting, type UserSetting } from '../consent/user-setting.js';
import {
  closeSync,
  constants,
  dirname,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from '../runtime/node-modules.js';
import { userId } from '../runtime/user-id.js';
import { makeDirectory, refuseForeign } from '../spool/make-directory.js';
import { findOffUntil } from '../spool/off-until.js';
import { writeDraft } from '../spool/write-draft.js';
import { CommandError } from './command-error.js';

/** Saves the user's choice with mode 0600, and follows links. Throws on failure. */
export function writeUserSetting(path: string, setting: UserSetting): void {
  const now = new Date().toISOString();
  const before = readUserSetting(path);
  const wasOff = before !== undefined && isRefusal(before);
  const offUntil = findOffUntil([path]);
  const json = JSON.stringify({
    telemetry: setting.telemetry,
    consent_version: setting.consentVersion,
    changed_at: now,
    // For events that the opt-out did not find: they wait in the temporary directory of another session.
    ...(wasOff && setting.telemetry === 'on'
      ? { off_until: now }
      : offUntil > 0 && { off_until: new Date(offUntil).toISOString() }),
  });
  const text = `${json}\n`;
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink() || (stats?.isFile() && stats.nlink > 1)) writeThrough(path, text);
  else replace(path, text);
}

/** Atomically. */
function replace(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  makeDirectory(dirname(path));
  refuseForeign(dirname(path));
  try {
    writeDraft(draft, text);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Writes to the target of a link, because some users keep all settings in one place. Only to a
 * setting file, or an empty file, of this user. A half-written setting turns telemetry off.
 */
function writeThrough(path: string, text: string): void {
  const refuse = (reason: string) => new CommandError(`${path} is a link to ${reason}`);
  const target = statOf(path);
  if (target === undefined) throw refuse('nothing');
  if (!target.isFile()) throw refuse('something that is not a file');
  if (target.size > 0 && readUserSetting(path) === 'unreadable') {
    throw refuse('a file that is not a setting');
  }
  const user = userId();
  if (user !== undefined && target.uid !== user) {
    throw refuse("another user's file");
  }
  // Root can write to any file.
  if ((target.mode & 0o200) === 0) throw refuse('a read-only file');
  const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    if (fstatSync(fd).ino !== target.ino) throw refuse('a file that was replaced meanwhile');
    ftruncateSync(fd, writeSync(fd, text, 0));
  } finally {
    closeSync(fd);
  }
}

function statOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // For example a link to itself.
    return undefined;
  }
}
