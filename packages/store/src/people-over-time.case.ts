import { describe, expect, it } from 'vitest';
import type { Store } from './port.js';
import { queries } from './queries.js';
import { createStoredEvent } from './testing/stored-events.js';

/** Adoption and retention of a few people, counted by hand; part of the suite of every store. */
export function describePeopleOverTime(getStore: () => Store, newProject: () => string): void {
  describe('people over time', () => {
    /** Monday, 4 May 2026, in UTC. */
    const monday = Date.UTC(2026, 4, 4);
    const hour = 3_600_000;
    const iso = (hours: number) => new Date(monday + hours * hour).toISOString();
    const week = 7 * 24;

    /** [hours after Monday, person, version, is it in CI]. */
    async function store(runs: [number, string, string, boolean?][]): Promise<string> {
      const project = newProject();
      const events = runs.map(([hours, person, version, is_ci = false], i) => {
        const time = monday + hours * hour;
        return createStoredEvent({
          ...{ project, tool: 'tool', invocation_id: `run-${i}`, timestamp: time, sent_at: time },
          ...{ received_at: time, anonymous_id: person, distinct_id: person },
          properties: { version, is_ci, cli_context: 'human', operating_system: 'linux' },
        });
      });
      await getStore().append({ events, quarantined: [] });
      return project;
    }

    const runs: Parameters<typeof store>[0] = [
      [1, 'a', '1.0.0'],
      [2, 'b', '1.0.0'],
      [3, 'ci:github', '1.0.0', true],
      [week + 1, 'a', '1.1.0'],
      [week + 2, 'c', '1.0.0'],
      [2 * week - 1, 'a', '1.1.0'],
      [2 * week + 1, 'b', '1.1.0'],
      [2 * week + 2, 'c', '1.1.0'],
    ];

    it('counts who came back in which week', async () => {
      const project = await store(runs);
      const range = { from: iso(24), to: iso(2 * week + 24) };
      const { weeks, groups } = await getStore().query(queries.retention, { project, ...range });
      expect(weeks).toEqual([iso(0), iso(week), iso(2 * week)]);
      const [group] = groups;
      expect(
        group?.cohorts.map((cohort) =>
          cohort.weeks.map(({ people, is_over }) => [people, is_over]),
        ),
      ).toEqual([
        [
          [2, true],
          [1, true],
          [1, false],
        ],
        [
          [1, true],
          [1, false],
        ],
        [[0, false]],
      ]);
      expect(group?.average).toEqual([
        { people: 3, of: 3 },
        { people: 1, of: 2 },
        { people: 0, of: 0 },
      ]);
      // Monday begins 14 hours earlier on Kiritimati.
      const kiritimati = await getStore().query(queries.retention, {
        ...{ project, zone: 'Pacific/Kiritimati', from: iso(0), to: iso(2 * week) },
      });
      expect(kiritimati.weeks[0]).toBe(iso(-14));
      const count = async (more: object) => {
        const { people, total } = await getStore().query(queries.invocations, {
          ...{ project, from: iso(week), to: iso(2 * week) },
          ...{ first_from: iso(0), first_to: iso(week), ...more },
        });
        return [people, total];
      };
      expect(await count({})).toEqual([1, 2]);
      // With filters that need the person, too.
      expect(await count({ person: 'a', actor: 'person' })).toEqual([1, 2]);
      expect(await count({ person: 'c' })).toEqual([0, 0]);
      expect(await count({ person: 'a', repeated: false })).toEqual([1, 2]);
      expect(await count({ repeated: true })).toEqual([0, 0]);
    });

    it('counts people by version, and how fast they take up a release', async () => {
      const project = await store(runs);
      const adoption = await getStore().query(queries.adoption, {
        ...{ project, property: 'version', from: iso(week), to: iso(3 * week) },
      });
      const [group] = adoption.groups;
      expect(group?.values.map(({ value, users, previous }) => [value, users, previous])).toEqual([
        ['1.1.0', 3, { invocations: 0, users: 0 }],
        ['1.0.0', 1, { invocations: 3, users: 2 }],
      ]);
      // Until Monday of the third week one of three people uses it, from then on all.
      expect(adoption.uptake).toEqual([
        {
          ...{ tool: 'tool', version: '1.1.0', first_seen: iso(week + 1) },
          ...{ half_days: 7, most_days: 7, users: 3, of_users: 3 },
        },
      ]);
      const by = async (property: 'actor' | 'ci_name') => {
        const input = { project, property, from: iso(0), to: iso(week) };
        const { groups } = await getStore().query(queries.adoption, input);
        return groups[0]?.values.map(({ value, invocations, users }) => [
          value,
          invocations,
          users,
        ]);
      };
      expect(await by('actor')).toEqual([
        ['person', 2, 2],
        ['ci', 1, 0],
      ]);
      expect(await by('ci_name')).toEqual([['', 3, 2]]);
    });

    it('refuses parameters that mean nothing', async () => {
      const bad = { code: 'parameter_invalid' };
      const range = { from: iso(0), to: iso(week) };
      const ask = (more: object) =>
        getStore().query(queries.invocations, { project: 'p', ...range, ...more });
      await expect(ask({ first_from: iso(0) })).rejects.toMatchObject(bad);
      await expect(ask({ first_version: '1.0.0' })).rejects.toMatchObject(bad);
      const first = { first_from: iso(0), first_to: iso(week) };
      await expect(ask({ ...first, first_version: '1.0.0' })).rejects.toMatchObject(bad);
      await expect(
        ask({ ...first, first_version: '1', first_tool: '', first_actor: 'ci' }),
      ).rejects.toMatchObject(bad);
      await expect(ask({ first_from: iso(1), first_to: iso(0) })).rejects.toMatchObject(bad);
      const long = { project: 'p', from: '2020-01-01T00:00:00Z', to: iso(0) };
      await expect(getStore().query(queries.retention, long)).rejects.toMatchObject(bad);
      const zone = { project: 'p', ...range, zone: 'Mars/Olympus' };
      await expect(getStore().query(queries.retention, zone)).rejects.toMatchObject(bad);
      await expect(
        getStore().query(queries.adoption, { ...zone, property: 'arch' }),
      ).rejects.toMatchObject(bad);
    });
  });
}
