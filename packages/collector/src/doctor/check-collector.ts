import { inspectServerStore, inspectStore, type StoreLeader } from '@sonde/store';
import { readServerFiles } from '../open-store.js';
import type { AskOperator } from '../operator/ask-operator.js';
import type { OperatorStatus } from '../operator/operator-routes.js';
import type { Settings } from '../settings.js';
import { version } from '../version.js';
import { type Finding, find, ok, warn } from './finding.js';

/** Checks a running collector through its operator socket. */
export async function checkRunning(ask: AskOperator): Promise<Finding[]> {
  const status = (await ask('GET', '/api/v1/operator')) as OperatorStatus;
  const { leader } = status;
  return Promise.all([
    find('version', async () => {
      const message = `${status.version} runs as process ${status.pid}`;
      if (status.version === version) return ok('version', message);
      return warn('version', `${message}, ${version} is installed`, 'Restart the collector.');
    }),
    ...(leader === null
      ? []
      : [find('role', async () => ok('role', describeRole(status, leader)))]),
    find('store', async () => {
      await ask('GET', '/readyz');
      return ok('store', 'events can be stored and queries answered');
    }),
    ...(status.role === 'leader' ? checkLeader(ask) : []),
    find('overflow', async () => {
      const { overflow } = status;
      const message = `${overflow.events} events wait in overflow files`;
      if (overflow.unreadable_files === 0) return ok('overflow', message);
      return warn(
        'overflow',
        `${message}; ${overflow.unreadable_files} files cannot be stored`,
        'The log names them. Move them out of the data directory; until then no person can be deleted.',
      );
    }),
  ]);
}

/** What only the collector that leads can tell. */
function checkLeader(ask: AskOperator): Promise<Finding>[] {
  return [
    find('growth', async () => {
      const storage = (await ask('GET', '/api/v1/storage')) as { days_until_floor: number | null };
      const days = storage.days_until_floor;
      if (days === null) return ok('growth', 'no growth measured yet, or no growth');
      const message = `at the current growth the disk lasts ${Math.floor(days)} days`;
      if (days > 30) return ok('growth', message);
      return warn('growth', message, 'Add disk space, or set a retention for projects.');
    }),
    find('keys', async () => {
      const { projects } = (await ask('GET', '/api/v1/projects')) as { projects: { id: string }[] };
      let keys = 0;
      let projectsWithKeys = 0;
      for (const { id } of projects) {
        const list = await ask('GET', `/api/v1/projects/${encodeURIComponent(id)}/keys`);
        const { length } = (list as { keys: { revoked_at: string | null }[] }).keys.filter(
          ({ revoked_at }) => revoked_at === null,
        );
        keys += length;
        if (length > 0) projectsWithKeys += 1;
      }
      return ok('keys', `${keys} active, in ${projectsWithKeys} of ${projects.length} projects`);
    }),
  ];
}

function describeRole({ role }: OperatorStatus, { host, pid, since }: StoreLeader): string {
  const time = new Date(since).toISOString();
  if (role === 'leader') return `leads since ${time}`;
  return `takes in events; process ${pid} on ${host} leads since ${time}`;
}

/** Checks the data while no collector runs. It changes nothing. */
export async function checkStopped({ dataDirectory, server }: Settings): Promise<Finding[]> {
  return [
    ok('version', `${version}; no collector runs on this data directory`),
    await find('store', async () => {
      const found =
        server === undefined
          ? await inspectStore(dataDirectory)
          : await inspectServerStore({
              directory: dataDirectory,
              ...(await readServerFiles(server)),
            });
      if (found === undefined) return ok('store', 'there is no data yet');
      const { applied, missing } = found;
      return ok(
        'store',
        missing === 0
          ? `can be read; its tables are at ${applied}`
          : `can be read; its tables are at ${applied}, and the next start applies ${missing} migrations`,
      );
    }),
  ];
}
