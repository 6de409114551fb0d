import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Store } from '../port.js';
import { queries } from '../queries.js';
import { createStoredEvent, now } from '../testing/stored-events.js';
import { viewDescriptions } from './views/views.js';

const range = {
  from: new Date(now - 86_400_000).toISOString(),
  to: new Date(now + 86_400_000).toISOString(),
};

/** Two invocations of one person, the second one failed, with one event of their own. */
function createEvents(project: string) {
  return ['one', 'two'].flatMap((invocation_id, i) => {
    const at = now + i * 60_000;
    const shared = {
      ...{ project, tool: 'lantern', invocation_id, timestamp: at, sent_at: at, received_at: at },
      ...{ anonymous_id: 'somebody', distinct_id: 'somebody', user_id: '' },
    };
    const base = { command: 'lantern list', version: '1.0.0', is_ci: false };
    return [
      createStoredEvent({
        ...{ ...shared, event: 'Command Invoked', sequence: 1 },
        ...{ insert_id: `${invocation_id}-1`, properties: base },
      }),
      createStoredEvent({
        ...{ ...shared, event: 'Item Added', sequence: 2, insert_id: `${invocation_id}-2` },
        properties: { ...base, plan: 'pro', items: 3 + i },
      }),
      createStoredEvent({
        ...{ ...shared, event: 'Command Completed', sequence: 3, insert_id: `${invocation_id}-3` },
        properties: { ...base, succeeded: i === 0, exit_code: i, duration_ms: 100 * (1 + i) },
      }),
    ];
  });
}

/** The suite for queries in SQL that every store passes. */
export function describeSqlQueries(getStore: () => Store, newProject: () => string): void {
  describe('queries in SQL', () => {
    const run = (project: string, query: string, zone = 'UTC') =>
      getStore().query(queries.sql, { project, query, zone, ...range });
    const rowsOf = async (project: string, query: string) => (await run(project, query)).rows;

    async function fill(): Promise<string> {
      const project = newProject();
      const events = createEvents(project);
      const other = createEvents(newProject());
      await getStore().append({ events: [...events, ...other], quarantined: [] });
      // Sent again, in a later commit.
      await getStore().append({ events: events.slice(0, 2), quarantined: [] });
      return project;
    }

    it('read the rows of one project, each once', async () => {
      const project = await fill();
      expect(await rowsOf(project, 'SELECT count(*) FROM events')).toEqual([[6]]);
      expect(
        await rowsOf(
          project,
          `SELECT invocation_id, status, command, exit_code, duration_ms, person, events
           FROM invocations ORDER BY began`,
        ),
      ).toEqual([
        ['one', 'succeeded', 'lantern list', 0, 100, 'somebody', 3],
        ['two', 'failed', 'lantern list', 1, 200, 'somebody', 3],
      ]);
      expect(
        await rowsOf(
          project,
          `SELECT i.status, JSONExtractInt(e.properties, 'items') AS items
           FROM events e JOIN invocations i ON i.invocation_id = e.invocation_id
           WHERE e.event = 'Item Added'
             AND e.invocation_id IN (SELECT invocation_id FROM invocations WHERE exit_code >= 0)
           ORDER BY items`,
        ),
      ).toEqual([
        ['succeeded', 3],
        ['failed', 4],
      ]);
      expect(await rowsOf(newProject(), 'SELECT count(*) FROM events')).toEqual([[0]]);
      expect(await rowsOf(newProject(), 'SELECT * FROM flow_runs')).toEqual([]);
    });

    it('have the columns that are described, and times of a zone', async () => {
      const project = await fill();
      for (const { name, columns } of viewDescriptions) {
        const all = await run(project, `SELECT * FROM ${name} LIMIT 1`, 'America/New_York');
        const described = columns.map((column) => ({
          name: column.name,
          type: column.type.replace('(3)', "(3, 'America/New_York')"),
        }));
        expect(all.columns, name).toEqual(described);
      }
      const [[time] = []] = await rowsOf(project, 'SELECT min(time) FROM events');
      expect(Date.parse(`${time}Z`)).toBe(now);
    });

    it('agree with the other queries', async () => {
      const project = newProject();
      const flow = { flow: 'item_add', flow_run_id: '' };
      const events = createEvents(project).map((event) =>
        event.event === 'Item Added' ? { ...event, ...flow, event: 'Item Add Started' } : event,
      );
      // Nobody can tell who it is.
      const shared = { anonymous_id: 'ci:lantern', distinct_id: 'ci:lantern' };
      const ofCi = createStoredEvent({
        project,
        tool: 'lantern',
        invocation_id: 'three',
        ...shared,
      });
      await getStore().append({ events: [...events, ofCi], quarantined: [] });
      const [invocationRow] = await rowsOf(
        project,
        "SELECT count(*), countIf(status = 'failed'), uniqExact(person) FROM invocations",
      );
      const { totals } = await getStore().query(queries.overview, { project, ...range });
      expect(invocationRow).toEqual([totals.invocations, totals.failed, totals.users]);
      const { flows } = await getStore().query(queries.flows, { project, ...range });
      expect(
        await rowsOf(project, 'SELECT flow, outcome, count(*) FROM flow_runs GROUP BY 1, 2'),
      ).toEqual([[flows[0]?.flow, 'incomplete', flows[0]?.runs]]);
    });

    it('can be those of docs/sql.md', async () => {
      const project = await fill();
      const page = readFileSync(new URL('../../../../docs/sql.md', import.meta.url), 'utf8');
      const examples = [...page.matchAll(/```sql\n(.*?)```/gs)];
      expect(examples.length).toBeGreaterThan(3);
      for (const [, query = ''] of examples) await run(project, query);
    });

    it('return constants as they are, and large numbers whole', async () => {
      const text = "{project:String} it's sonde.events \\ %";
      expect(
        await rowsOf(
          newProject(),
          "SELECT '{project:String} it''s sonde.events \\\\ %', 9007199254740993, [1, NULL], 1.5, NULL, groupArray(toInt64(5))",
        ),
      ).toEqual([[text, '9007199254740993', [1, null], 1.5, null, [5]]]);
    });

    it('return at most 10,000 rows', async () => {
      const { rows, truncated } = await run(newProject(), 'SELECT arrayJoin(range(20000))');
      expect([rows.length, truncated]).toEqual([10_000, true]);
      const fewer = await run(newProject(), 'SELECT arrayJoin(range(20000)) LIMIT 5');
      expect([fewer.rows.length, fewer.truncated]).toEqual([5, false]);
    });

    it.each([
      ['SELECT comand FROM invocations', 'sql_invalid', 'There is no column comand.'],
      ['SELECT sum(command) FROM invocations', 'sql_invalid', 'Illegal type'],
      ['SELECT command, count(*) FROM invocations', 'sql_invalid', 'not under aggregate function'],
      ["SELECT CAST('a' AS Int64)", 'sql_invalid', 'A value could not be converted'],
      ['SELECT substring(event) FROM events', 'sql_invalid', 'The engine cannot read it'],
      [
        "SELECT leftPad('', 100000, 'x') FROM (SELECT arrayJoin(range(300)))",
        'sql_limit_exceeded',
        'larger than 10 MB',
      ],
      ['SELECT length(arrayMap(x -> range(100000), range(100000)))', 'query_too_large', ''],
    ])('explain why %s cannot be run, and run the next one', async (query, code, detail) => {
      const project = await fill();
      const error = await run(project, query).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code });
      expect((error as { detail?: string }).detail ?? '').toContain(detail);
      expect(String((error as { detail?: string }).detail)).not.toMatch(/sonde\.|view_|__table/);
      expect(await rowsOf(project, 'SELECT count(*) FROM events')).toEqual([[6]]);
    });

    it('of one project leave room for others', async () => {
      const [project, other] = [await fill(), await fill()];
      const count = 'SELECT count(*) FROM events';
      const all = await Promise.allSettled([
        ...Array.from({ length: 4 }, () => run(project, count)),
        run(other, count),
      ]);
      expect(all.map(({ status }) => status)).toEqual([
        ...['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
      ]);
      await expect(run(project, count)).resolves.toBeDefined();
    });

    it('are stopped when they take too long, and others do not wait for them', async () => {
      const project = await fill();
      const long = Array.from('abcdefghijklm', (name) => `events ${name}`).join(', ');
      const stopped = run(project, `SELECT count(*) FROM ${long}`).catch((thrown) => thrown);
      const other = getStore().query(queries.overview, { project, ...range });
      expect(await Promise.race([stopped, other])).toMatchObject({ totals: { invocations: 2 } });
      expect(await stopped).toMatchObject({ code: 'sql_limit_exceeded' });
    });
  });
}
