import { describe, expect, it } from 'vitest';
import type { AuditEntry, Store, TeamRecord } from './port.js';

let count = 0;
const newName = () => {
  count += 1;
  return `name-${count}`;
};

function createRecord(more: Partial<TeamRecord> = {}): TeamRecord {
  count += 1;
  return {
    kind: 'key',
    id: newName(),
    revision: Date.now() * 1000 + count,
    written_at: Date.now(),
    body: { name: 'a "name"\n\\N', list: [1, null], nested: { ä: true } },
    ...more,
  };
}

function createEntry(more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: newName(),
    at: Date.UTC(2026, 4, 20),
    project: 'default',
    actor: 'someone@example.com',
    address: '2001:db8::1',
    action: 'key.create',
    subject: 'a key',
    detail: { kind: 'read' },
    ...more,
  };
}

/** The suite for team records and the audit log that every store passes. */
export function describeTeamRecords(getStore: () => Store): void {
  describe('team records', () => {
    const read = async (ids: readonly string[], since = 0) =>
      (await getStore().team.readSince(since)).filter(({ id }) => ids.includes(id));

    it('returns the latest version of each record', async () => {
      const first = createRecord();
      const other = createRecord({ kind: 'project' });
      const latest = { ...first, revision: other.revision + 5, body: { removed_at: 5 } };
      const { team } = getStore();
      await team.append({ records: [first, other], audit: [] });
      expect(await read([first.id, other.id])).toEqual([first, other]);
      await team.append({ records: [latest], audit: [] });
      // A late record changes nothing.
      const late = { ...first, revision: other.revision + 3, body: { late: true } };
      await team.append({ records: [late], audit: [] });
      expect(await read([first.id, other.id])).toEqual([other, latest]);
      expect(await read([first.id, other.id], other.revision)).toEqual([latest]);
      expect(await read([first.id, other.id], latest.revision)).toEqual([]);
    });

    it('commits many changes that wait together', async () => {
      const records = Array.from({ length: 200 }, () => createRecord());
      const { team } = getStore();
      await Promise.all(records.map((record) => team.append({ records: [record], audit: [] })));
      expect(await read(records.map(({ id }) => id))).toEqual(records);
    });

    it('rejects changes behind one that cannot be stored', async () => {
      const [good, bad, behind] = [createRecord(), createRecord({ revision: -1 }), createRecord()];
      const { team } = getStore();
      await team.append({ records: [good], audit: [] });
      const answers = await Promise.allSettled(
        [bad, behind].map((record) => team.append({ records: [record], audit: [] })),
      );
      expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      expect(await read([good.id, behind.id])).toEqual([good]);
      await team.append({ records: [behind], audit: [] });
      expect(await read([good.id, behind.id])).toEqual([good, behind]);
    });

    it('pages through the audit log, newest first, of one project or of all', async () => {
      const project = newName();
      const entries = Array.from({ length: 23 }, (_, i) =>
        // Pairs happen at the same time.
        createEntry({ project: i % 3 === 0 ? '' : project, at: Date.UTC(2030, 0, 1) + (i >> 1) }),
      );
      const { team } = getStore();
      await team.append({ records: [], audit: entries });
      const newestFirst = [...entries].sort((a, b) =>
        a.at === b.at ? (a.id < b.id ? 1 : -1) : b.at - a.at,
      );
      const readPages = async (filter: { project?: string }, most: number) => {
        const seen: AuditEntry[] = [];
        let cursor: string | null = null;
        do {
          const page = await team.readAudit(filter, { limit: 5, cursor });
          seen.push(...page.entries);
          cursor = page.next_cursor;
        } while (cursor !== null && seen.length < most);
        return seen;
      };
      expect(await readPages({ project }, 99)).toEqual(
        newestFirst.filter((entry) => entry.project === project),
      );
      expect((await readPages({}, 23)).slice(0, 23)).toEqual(newestFirst);
      await expect(team.readAudit({}, { limit: 5, cursor: 'nonsense' })).rejects.toMatchObject({
        code: 'parameter_invalid',
      });
    });
  });
}
