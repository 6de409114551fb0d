import { correctedTime, sharedIdPrefix } from '@sonde/analytics';
import { shareOf } from '@sonde/test-share';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person, PersonRecord, Store } from './port.js';
import { queries } from './queries.js';
import type { QuarantinedEvent, StoredEvent } from './records.js';
import { collect, createStoredEvent, now } from './testing/stored-events.js';

const range = {
  from: new Date(now - 86_400_000).toISOString(),
  to: new Date(now + 86_400_000).toISOString(),
};
const byAdministrator = { requestedBy: 'admin@example.com', refusesLater: false };
const forGood = { ...byAdministrator, refusesLater: true };

function createQuarantined(more: Partial<QuarantinedEvent>): QuarantinedEvent {
  return {
    ...{ project: 'default', received_at: now, index: 0, insert_id: null, field: null },
    ...{ code: 'event_field_invalid', message: 'm', body: {}, ...more },
  };
}

/**
 * Deletion, export and retention: the suite that every store passes. The store is opened so that
 * repeats reach its tables.
 */
export function describeDataLife(name: string, open: () => Promise<Store>): void {
  describe(`${name}: persons`, () => {
    let store: Store;
    let projects = 0;
    const newProject = () => `person-${++projects}`;

    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    const append = (events: StoredEvent[], quarantined: QuarantinedEvent[] = []) =>
      store.append({ events, quarantined });
    const remaining = async (project: string) =>
      (await collect(store.exportEvents(project, {}))).map(({ insert_id }) => insert_id).sort();
    async function exportOf(project: string, person: Person): Promise<PersonRecord[]> {
      const records: PersonRecord[] = [];
      for await (const record of store.life.exportPerson(project, person)) records.push(record);
      return records;
    }
    const eventsOf = async (project: string, person: Person) =>
      (await exportOf(project, person))
        .flatMap((record) => (record.kind === 'event' ? [record.event.insert_id] : []))
        .sort();

    it('deletes a user with the anonymous ids stitched to it, and no other user', async () => {
      const project = newProject();
      const ada = { project, anonymous_id: 'laptop', distinct_id: 'laptop' };
      const mine = [
        createStoredEvent({ ...ada, invocation_id: 'before', insert_id: 'before' }),
        createStoredEvent({ ...ada, invocation_id: 'sign-in', insert_id: 'sign-in-1' }),
        createStoredEvent({
          ...{ ...ada, user_id: 'ada', distinct_id: 'ada' },
          ...{ invocation_id: 'sign-in', insert_id: 'sign-in-2', sequence: 2 },
        }),
        // From another product: ids are in one place only.
        createStoredEvent({
          ...{ project, anonymous_id: '', distinct_id: 'ada' },
          ...{ invocation_id: 'foreign', insert_id: 'foreign-1' },
        }),
        createStoredEvent({
          ...{ project, anonymous_id: '', distinct_id: '' },
          ...{ invocation_id: 'foreign', insert_id: 'foreign-2', sequence: 2 },
        }),
        createStoredEvent({
          ...{ project, anonymous_id: '', distinct_id: 'somebody' },
          ...{ invocation_id: 'alias', insert_id: 'alias' },
          properties: { $anon_distinct_id: 'ada' },
        }),
      ];
      const theirs = [
        // Another user of the same installation, who came later.
        createStoredEvent({
          ...{ ...ada, user_id: 'bob', distinct_id: 'bob', timestamp: now + 60_000 },
          ...{ invocation_id: 'bob', insert_id: 'bob', sequence: 2 },
        }),
        createStoredEvent({
          ...{ ...ada, timestamp: now + 60_000, invocation_id: 'bob', insert_id: 'bob-before' },
        }),
        // In CI, many people share one id.
        createStoredEvent({
          ...{ project, anonymous_id: `${sharedIdPrefix}github`, distinct_id: 'ci' },
          ...{ invocation_id: 'ci', insert_id: 'ci' },
        }),
        createStoredEvent({
          ...{ project, invocation_id: 'word', insert_id: 'word', properties: { step: 'ada' } },
        }),
      ];
      const elsewhere = createStoredEvent({ ...ada, project: newProject(), user_id: 'ada' });
      await append([...mine, ...theirs, elsewhere]);
      const ids = mine.map(({ insert_id }) => insert_id).sort();
      expect(await eventsOf(project, { user_id: 'ada' })).toEqual(ids);
      const linked = { anonymous_ids: 1, other_user_ids: 0 };
      const counts = { events: 6, quarantined: 0, loss_reports: 0, ...linked };
      expect(await store.life.previewDeletion(project, { user_id: 'ada' })).toEqual(counts);
      expect(
        await store.life.deletePerson(project, { user_id: 'ada' }, byAdministrator),
      ).toMatchObject({ ...counts, finished_at: expect.stringMatching(/Z$/) });
      expect(await remaining(project)).toEqual(['bob', 'bob-before', 'ci', 'word']);
      expect(await remaining(elsewhere.project)).toHaveLength(1);
      expect(await exportOf(project, { user_id: 'ada' })).toEqual([]);
    });

    it('leaves a deleted person out of an export that began before', async () => {
      const project = newProject();
      const events = Array.from({ length: 6 }, (_, index) => {
        const user_id = index % 2 === 0 ? 'ada' : 'bob';
        const ids = { user_id, distinct_id: user_id, anonymous_id: user_id, insert_id: `${index}` };
        return createStoredEvent({ project, invocation_id: `${index}`, sequence: index, ...ids });
      });
      // A repeat that is not merged yet.
      await append(events);
      await append(events.map((event) => ({ ...event, received_at: event.received_at + 1 })));
      const begun = store.exportEvents(project, {})[Symbol.asyncIterator]();
      const first = await begun.next();
      expect(first.value?.insert_id).toBe('0');
      const deletion = await store.life.deletePerson(project, { user_id: 'ada' }, byAdministrator);
      expect(deletion.finished_at).not.toBeNull();
      const rest = await collect({ [Symbol.asyncIterator]: () => begun });
      expect(rest.map(({ insert_id }) => insert_id)).toEqual(['1', '3', '5']);
    });

    it.each(['ada', 'ada@old', 'ada@new'])(
      'deletes a person with several user ids by any of them: %s',
      async (user_id) => {
        const project = newProject();
        const event = (insert_id: string, anonymous_id: string, user: string, more = {}) =>
          createStoredEvent({
            ...{ project, invocation_id: insert_id, insert_id, anonymous_id, user_id: user },
            ...{ distinct_id: user || anonymous_id, ...more },
          });
        const alias = { event: '$create_alias' };
        const mine = [
          event('oldest', '', 'ada'),
          event('first', 'ada', 'ada@old', alias),
          event('older', 'laptop', 'ada@old'),
          event('before', 'laptop', ''),
          event('second', 'ada@old', 'ada@new', alias),
          event('newest', 'desktop', 'ada@new'),
        ];
        const theirs = [
          event('bob', 'laptop', 'bob', { timestamp: now + 60_000 }),
          // Not an alias: a user id in the wrong place.
          event('zoe', 'zoe', 'ada@new'),
          event('zoe-2', '', 'zoe'),
        ];
        const quarantine = (id: string) => createQuarantined({ project, body: { deep: [id] } });
        const quarantined = ['ada', 'ada@old', 'ada@new', 'bob'].map(quarantine);
        await append([...mine, ...theirs], quarantined);
        const person = { user_id };
        const ids = [...mine.map(({ insert_id }) => insert_id), 'zoe'].sort();
        expect(await eventsOf(project, person)).toEqual(ids);
        const counts = { events: 7, quarantined: 3, loss_reports: 0 };
        const linked = { anonymous_ids: 3, other_user_ids: 2 };
        const preview = { ...counts, ...linked };
        expect(await store.life.previewDeletion(project, person)).toEqual(preview);
        const receipt = await store.life.deletePerson(project, person, {
          ...forGood,
          forwarders: [{ forwarder: 'a', state: 'waiting', reason: '' }],
        });
        expect(receipt).toMatchObject(preview);
        const { deletions } = await store.life.deletions(project, { limit: 1, cursor: null });
        expect(deletions[0]).toMatchObject(preview);
        const waiting = await store.life.waitingForwards();
        expect(waiting.find((forward) => forward.project === project)).toMatchObject({
          user_id,
          other_user_ids: ['ada', 'ada@new', 'ada@old'].filter((id) => id !== user_id),
        });
        expect(await remaining(project)).toEqual(['bob', 'zoe-2']);
        const later = [
          event('later-1', '', 'ada'),
          event('later-2', 'phone', 'ada@old'),
          event('later-3', '', '', { distinct_id: 'ada@new' }),
          event('later-4', 'ada@new', 'somebody', alias),
          event('later-5', 'desktop', ''),
        ];
        expect(await append(later)).toMatchObject({ accepted: 0 });
      },
    );

    it.each(['before', 'after'])(
      'deletes a person by either id of an alias, also if neither was a user id: %s',
      async (user_id) => {
        const project = newProject();
        const event = (insert_id: string, anonymous_id: string, more = {}) =>
          createStoredEvent({
            ...{ project, invocation_id: insert_id, insert_id, anonymous_id },
            ...{ distinct_id: anonymous_id, ...more },
          });
        const alias = { event: '$create_alias', user_id: 'after', distinct_id: 'after' };
        await append([
          event('first', 'before'),
          event('alias', 'before', alias),
          event('second', 'after'),
          event('other', 'somebody'),
        ]);
        const person = { user_id };
        const preview = await store.life.previewDeletion(project, person);
        expect(preview).toMatchObject({ events: 3 });
        expect(await store.life.deletePerson(project, person, forGood)).toMatchObject(preview);
        expect(await remaining(project)).toEqual(['other']);
        const later = [event('later-1', 'before'), event('later-2', 'after')];
        expect(await append(later)).toMatchObject({ accepted: 0 });
      },
    );

    it('deletes a person of a thousand user ids', async () => {
      const project = newProject();
      const event = (insert_id: string, user_id: string, more = {}) =>
        createStoredEvent({
          ...{ project, invocation_id: insert_id, insert_id, user_id, distinct_id: user_id },
          ...{
            anonymous_id: '',
            properties: { $device_id: 'desk', text: 'x'.repeat(300) },
            ...more,
          },
        });
      const aliases = Array.from({ length: 1_000 }, (_, index) =>
        event(`alias-${index}`, 'boss', { event: '$create_alias', anonymous_id: `user-${index}` }),
      );
      const mine = Array.from({ length: 1_000 }, (_, index) =>
        event(`mine-${index}`, `user-${index}`),
      );
      const others = Array.from({ length: 5_000 }, (_, index) =>
        event(`other-${index}`, `other-${index}`),
      );
      await append([...aliases, ...mine]);
      await append(others);
      const receipt = await store.life.deletePerson(project, { user_id: 'user-7' }, forGood);
      expect(receipt).toMatchObject({ events: 2_000, other_user_ids: 1_000 });
      expect(await remaining(project)).toHaveLength(5_000);
    });

    it('refuses repeats of deleted events and accepts new ones, unless refuse_later is set', async () => {
      const project = newProject();
      const event = (sequence: number, more: Partial<StoredEvent> = {}) =>
        createStoredEvent({ project, sequence, anonymous_id: 'laptop', user_id: 'ada', ...more });
      await append([event(1), event(2, { user_id: '' })]);
      await store.life.deletePerson(project, { user_id: 'ada' }, byAdministrator);
      const repeat = [event(1, { received_at: now + 9000 }), event(2, { user_id: '' })];
      expect(await append([...repeat, event(3)])).toEqual({ accepted: 1, duplicates: 2 });
      expect(await remaining(project)).toEqual(['invocation-3']);

      await store.life.deletePerson(project, { user_id: 'ada' }, forGood);
      const later = [
        event(4),
        event(5, { user_id: '' }),
        event(6, { user_id: '', anonymous_id: 'other', distinct_id: 'ada' }),
      ];
      expect(await append(later)).toEqual({ accepted: 0, duplicates: 3 });
      // Another user of the same installation did not request a deletion.
      expect(await append([event(7, { user_id: 'bob', distinct_id: 'bob' })])).toMatchObject({
        accepted: 1,
      });
      expect(await remaining(project)).toEqual(['invocation-7']);
    });

    it('deletes quarantined events that name the person anywhere', async () => {
      const project = newProject();
      const id = 'ada "the first"\\';
      const bodies = [
        { anonymous_id: id },
        { distinct_id: id, sent_at: '2026-05-20T12:00:00.000Z' },
        { event: 1, properties: { $anon_distinct_id: id } },
        { context: [{ deep: [id] }] },
        { anonymous_id: 'laptop', properties: { size: 2 ** 64 } },
      ];
      const others = [
        { anonymous_id: 'ada' },
        { note: `${id} and more` },
        { anonymous_id: 'laptop', user_id: 'bob' },
        { anonymous_id: 'laptop', user_id: 'bob', properties: { size: 2 ** 64 } },
        { [`${id}:`]: ',' },
      ];
      const quarantine = (body: QuarantinedEvent['body']) =>
        createQuarantined({ project, insert_id: 'the same', body });
      await append(
        [createStoredEvent({ project, anonymous_id: 'laptop', user_id: id })],
        [...bodies, ...others].map(quarantine),
      );
      const exported = await exportOf(project, { user_id: id });
      expect(
        exported.flatMap((record) =>
          record.kind === 'quarantined' ? [JSON.stringify(record.quarantined.body)] : [],
        ),
      ).toEqual(expect.arrayContaining(bodies.map((body) => JSON.stringify(body))));
      expect(exported).toHaveLength(1 + bodies.length);
      expect(
        await store.life.deletePerson(project, { user_id: id }, byAdministrator),
      ).toMatchObject({ events: 1, quarantined: 5 });
      const left = async () =>
        (await store.query(queries.quarantine, { project, ...range })).events;
      expect(await left()).toBe(others.length);
      await append([], [quarantine({ ...bodies[1], sent_at: '2026-05-20T13:00:00.000Z' })]);
      expect(await left()).toBe(others.length);
      await append([], [quarantine({ user_id: id, new: true })]);
      expect(await left()).toBe(others.length + 1);
      await store.life.deletePerson(project, { user_id: id }, forGood);
      await append([], [quarantine({ deep: [{ user_id: id }] }), quarantine({ user_id: 'bob' })]);
      expect(await left()).toBe(others.length + 1);
    });

    it('deletes quarantined content that nobody could read, if it has the id of the person', async () => {
      const project = newProject();
      const ids = ['ada@example.org', '4711'];
      const bodies = ids.flatMap((id) => [
        { client: 'posthog', content: { text: `{"batch":[{"distinct_id":"${id}"` } },
        { client: 'matomo', content: { query: 'x' }, decoded: [`rec=1&uid=${id}&e_c=a`] },
      ]);
      const all = [
        ...[...bodies, { type: 'zzz', userId: 4711, x: { y: [4711, 2 ** 64] } }, { list: [4711] }],
        ...[{ content: { text: '{"userId":4711,' } }, { userId: 47110, note: 'ada@example.orga' }],
      ];
      const quarantine = (body: QuarantinedEvent['body']) =>
        createQuarantined({ project, insert_id: 'the same', body });
      await append([], all.map(quarantine));
      const left = async () =>
        (await store.query(queries.quarantine, { project, ...range })).events;
      for (const id of ids) await store.life.deletePerson(project, { user_id: id }, forGood);
      expect(await left()).toBe(1);
      await append(
        [],
        bodies.map((body) => quarantine({ ...body, again: true })),
      );
      expect(await left()).toBe(1);
    });

    it('deletes the loss reports that came with the events', async () => {
      const project = newProject();
      const account = (batch_id: string) => ({
        ...{ project, batch_id, received_at: now, recorded: 2, sent: 1, dropped: { age: 1 } },
      });
      const send = (insert_id: string, anonymous_id: string, batch_id: string) =>
        store.append({
          events: [
            createStoredEvent({ project, insert_id, invocation_id: insert_id, anonymous_id }),
          ],
          quarantined: [],
          loss: account(batch_id),
        });
      await send('first', 'mine', 'first');
      await send('second', 'theirs', 'second');
      await send('third', 'theirs', 'mine');
      expect(
        await store.life.deletePerson(project, { anonymous_id: 'mine' }, byAdministrator),
      ).toMatchObject({ events: 1, loss_reports: 2 });
      expect(await store.query(queries.losses, { project, ...range })).toMatchObject({
        batches: 1,
        lost: 1,
      });
      await send('first', 'mine', 'first');
      expect(await store.query(queries.losses, { project, ...range })).toMatchObject({
        batches: 1,
        lost: 1,
      });
    });

    it('finishes a deletion after work with its events, and gives them to no later work', async () => {
      const project = newProject();
      const gone = createStoredEvent({ project, user_id: 'ada', insert_id: 'gone' });
      const other = createStoredEvent({
        ...{ project, anonymous_id: 'other', distinct_id: 'other' },
        ...{ invocation_id: 'other', insert_id: 'other' },
      });
      await store.append({ events: [gone, other], quarantined: [] });
      const keys = [gone, other].map((event) => ({
        ...event,
        day: Math.floor(event.timestamp / 86_400_000),
      }));
      let isWorking = true;
      let endWork = () => {};
      const work = store.life.useUndeleted(project, keys, async (kept) => {
        expect(kept).toEqual(keys);
        await new Promise<void>((resolve) => {
          endWork = resolve;
        });
        isWorking = false;
      });
      const deletion = store.life
        .deletePerson(project, { user_id: 'ada' }, byAdministrator)
        .then(() => isWorking);
      const later = () => store.life.useUndeleted(project, keys, async (kept) => kept);
      await expect.poll(later).toEqual([keys[1]]);
      endWork();
      await work;
      expect(await deletion).toBe(false);
      expect(await later()).toEqual([keys[1]]);
    });

    it('keeps receipts without personal data', async () => {
      const [project, other] = [newProject(), newProject()];
      const ada = { user_id: 'ada@example.com' };
      await append([createStoredEvent({ project, ...ada })]);
      const first = await store.life.deletePerson(project, ada, byAdministrator);
      const second = await store.life.deletePerson(project, ada, forGood);
      const third = await store.life.deletePerson(other, ada, byAdministrator);
      const list = (limit: number, cursor: string | null = null) =>
        store.life.deletions(project, { limit, cursor });
      expect(await list(9)).toEqual({ deletions: [second, first], next_cursor: null });
      const { deletions, next_cursor } = await list(1);
      expect(deletions).toEqual([second]);
      expect(await list(1, next_cursor)).toEqual({ deletions: [first], next_cursor: null });
      expect(store.life.hashPerson(project, ada)).toBe(first.person);
      expect(first).toEqual({
        ...{ project, id: expect.stringMatching(/^[0-9a-f-]{36}$/), kind: 'user_id' },
        ...{ person: expect.stringMatching(/^[0-9a-f]{32}$/), refuses_later: false },
        ...{ requested_by: 'admin@example.com', requested_at: expect.stringMatching(/Z$/) },
        ...{ finished_at: expect.stringMatching(/Z$/), events: 1, quarantined: 0 },
        ...{ loss_reports: 0, anonymous_ids: 1, other_user_ids: 0, forwards: [] },
      });
      expect([second.person, second.events]).toEqual([first.person, 0]);
      expect(third.person).not.toBe(first.person);
      expect(JSON.stringify(await list(9))).not.toContain('ada@');
    });

    it('refuses empty ids and ids shared by many people', async () => {
      for (const person of [
        { user_id: '' },
        { anonymous_id: '' },
        { user_id: '\ud800' },
        { anonymous_id: `${sharedIdPrefix}github_actions` },
      ]) {
        const bad = { code: 'parameter_invalid' };
        await expect(store.life.deletePerson('p', person, byAdministrator)).rejects.toMatchObject(
          bad,
        );
        await expect(store.life.previewDeletion('p', person)).rejects.toMatchObject(bad);
        await expect(exportOf('p', person)).rejects.toMatchObject(bad);
      }
      const page = { limit: 9, cursor: null };
      expect((await store.life.deletions('p', page)).deletions).toEqual([]);
    });

    it('exports many events of many invocations, each once, in order', async () => {
      const project = newProject();
      const events = Array.from({ length: 12_000 }, (_, i) =>
        createStoredEvent({
          ...{ project, invocation_id: `i${i % 700}`, insert_id: `e${i}`, sequence: i },
          timestamp: now + (i % 700),
        }),
      );
      for (let from = 0; from < events.length; from += 4000) {
        await append(events.slice(from, from + 4000));
        await append(events.slice(from, from + 100).map(arriveLater));
      }
      const exported = await exportOf(project, { anonymous_id: 'anonymous' });
      const expected = events
        .toSorted((a, b) => (a.sequence % 700) - (b.sequence % 700) || a.sequence - b.sequence)
        .map(({ insert_id }) => insert_id);
      expect(
        exported.map((record) => (record.kind === 'event' ? record.event.insert_id : '')),
      ).toEqual(expected);
    });

    it('deletes everything that belongs to a person, in any order of arrival', async () => {
      await fc.assert(
        fc.asyncProperty(arrivals, fc.nat(), person, async (all, cut, of) => {
          const project = newProject();
          const rows = all.map((row) => ({ ...row, project }));
          const early = rows.slice(0, cut % (rows.length + 1));
          const late = rows.slice(early.length);
          for (const part of halves(early)) await append(part);
          const gone = deletedKeys(early, of);
          expect(await eventsOf(project, of)).toEqual([...gone].sort());
          const preview = await store.life.previewDeletion(project, of);
          expect(preview.events).toBe(gone.size);
          const receipt = await store.life.deletePerson(project, of, byAdministrator);
          expect(receipt).toMatchObject(preview);
          for (const part of halves(late)) await append(part);
          const left = new Set(rows.map(keyOf).filter((key) => !gone.has(key)));
          expect(await remaining(project)).toEqual([...left].sort());
        }),
        { numRuns: shareOf(6, 2) },
      );
    });
  });
  describeRetention(`${name}: retention`, open);
}

function describeRetention(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store;
    let projects = 0;
    const newProject = () => `retention-${++projects}`;

    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    const before = Date.UTC(2025, 4, 1);
    const hour = 3_600_000;
    const at = (invocation_id: string, sequence: number, time: number, more = {}) =>
      createStoredEvent({
        ...{ invocation_id, insert_id: `${invocation_id}-${sequence}`, sequence },
        ...{ timestamp: time, sent_at: null, received_at: time, ...more },
      });
    const remaining = async (project: string) =>
      (await collect(store.exportEvents(project, {}))).map(({ insert_id }) => insert_id).sort();

    it('deletes whole invocations that started before, and keeps the others unchanged', async () => {
      const [project, other] = [newProject(), newProject()];
      const end = { event: 'Command Completed', properties: { succeeded: true } };
      const old = [
        at('old', 1, before - 40 * 24 * hour),
        at('old', 2, before - 40 * 24 * hour + 1, end),
        // Ran across the border, even for weeks.
        at('long', 1, before - hour),
        at('long', 2, before + 20 * 24 * hour, end),
      ];
      const young = [
        at('young', 1, before),
        at('young', 2, before + 1, end),
        // Its clock was set back while it ran.
        at('clock', 1, before + hour),
        at('clock', 2, before - hour, end),
        // Its clock is two years behind; it arrived now.
        at('skewed', 1, before - 17_520 * hour, {
          ...{ sent_at: before - 17_520 * hour, received_at: before + hour },
        }),
      ];
      const aside = (time: number): QuarantinedEvent =>
        createQuarantined({ project, received_at: time, insert_id: String(time) });
      const loss = (time: number) => ({
        ...{ project, batch_id: String(time), received_at: time },
        ...{ recorded: 1, sent: 1, dropped: {} },
      });
      const all = [...old, ...young].map((event) => ({ ...event, project }));
      await store.append({ events: all, quarantined: [], loss: loss(before - 1) });
      await store.append({
        events: all.map(arriveLater),
        quarantined: [aside(before - 1), aside(before)],
        loss: loss(before),
      });
      await store.append({ events: [{ ...at('old', 1, 1e12), project: other }], quarantined: [] });
      const later = {
        from: new Date(before).toISOString(),
        to: new Date(before + 31 * 24 * hour).toISOString(),
      };
      const numbers = async () => {
        const { totals, series, commands } = await store.query(queries.overview, {
          project,
          ...later,
        });
        return { totals, series, commands };
      };
      const shown = await numbers();
      const counts = { events: 4, invocations: 2, quarantined: 1, loss_reports: 1 };
      expect(await store.life.previewRetention(project, before)).toEqual({
        ...counts,
        oldest: new Date(before - 40 * 24 * hour).toISOString(),
      });
      const run = await store.life.applyRetention(project, before);
      expect(run).toEqual({
        ...{ project, ...counts, before: new Date(before).toISOString() },
        ...{ started_at: expect.stringMatching(/Z$/), finished_at: expect.stringMatching(/Z$/) },
      });
      expect(await remaining(project)).toEqual(young.map(({ insert_id }) => insert_id).sort());
      expect(await remaining(other)).toHaveLength(1);
      expect(await numbers()).toEqual(shown);
      expect(await store.query(queries.quarantine, { project, ...later })).toMatchObject({
        events: 1,
      });
      expect(await store.query(queries.losses, { project, ...later })).toMatchObject({
        batches: 1,
      });
      const none = { events: 0, invocations: 0, quarantined: 0, loss_reports: 0 };
      expect(await store.life.previewRetention(project, before)).toEqual({ ...none, oldest: null });
      const again = await store.life.applyRetention(project, before);
      expect(again).toMatchObject(none);
      const last = (await store.life.retentionRuns()).filter((each) => each.project === project);
      expect(last).toEqual([again]);
    });

    it('refuses an invalid or a future time', async () => {
      for (const time of [Number.NaN, 0.5, Date.now() + hour, Number.POSITIVE_INFINITY]) {
        const bad = { code: 'parameter_invalid' };
        await expect(store.life.previewRetention('p', time)).rejects.toMatchObject(bad);
        await expect(store.life.applyRetention('p', time)).rejects.toMatchObject(bad);
      }
    });

    it('deletes what the preview says, in any order of arrival', async () => {
      const events = fc
        .uniqueArray(
          fc.record({
            invocation_id: fc.constantFrom('i1', 'i2', 'i3', 'i4', 'i5'),
            sequence: fc.integer({ min: 0, max: 3 }),
            // Hours around the border, and around a month border of the table.
            hours: fc.integer({ min: -30, max: 30 }),
            skew: fc.constantFrom(0, 0, 40, -900),
          }),
          { maxLength: 20, selector: ({ invocation_id, sequence }) => invocation_id + sequence },
        )
        .map((rows) =>
          rows.map(({ invocation_id, sequence, hours, skew }) =>
            at(invocation_id, sequence, before + (hours + skew) * hour, {
              ...{ sent_at: before + skew * hour, received_at: before },
            }),
          ),
        )
        .chain((rows) => fc.shuffledSubarray([...rows, ...rows.map(arriveLater)]));
      await fc.assert(
        fc.asyncProperty(events, async (arrived) => {
          const project = newProject();
          const rows = arrived.map((row) => ({ ...row, project }));
          for (const part of halves(rows)) await store.append({ events: part, quarantined: [] });
          const old = new Set(
            rows
              .map(({ invocation_id }) => invocation_id)
              .filter((id) => {
                const own = rows.filter((row) => row.invocation_id === id);
                return startOf(own) < before;
              }),
          );
          const [gone, left] = [true, false].map((isOld) => [
            ...new Set(
              rows
                .filter((row) => old.has(row.invocation_id) === isOld)
                .map(({ insert_id }) => insert_id),
            ),
          ]) as [string[], string[]];
          const preview = await store.life.previewRetention(project, before);
          expect(preview).toMatchObject({ events: gone.length, invocations: old.size });
          const { oldest: _, ...counts } = preview;
          expect(await store.life.applyRetention(project, before)).toMatchObject(counts);
          expect(await remaining(project)).toEqual(left.sort());
        }),
        { numRuns: shareOf(8, 3) },
      );
    });
  });
}

/** Few ids, so that users, installations and invocations overlap. */
const event: fc.Arbitrary<StoredEvent> = fc
  .record({
    invocation_id: fc.constantFrom('i1', 'i2', 'i3', 'i4'),
    sequence: fc.integer({ min: 0, max: 3 }),
    user_id: fc.constantFrom('', '', 'u1', 'u2', 'u3'),
    anonymous_id: fc.constantFrom('', 'a1', 'a2', 'u1', 'u2', `${sharedIdPrefix}x`),
    distinct: fc.constantFrom('', '', 'u1', 'a1', 'd'),
    late: fc.integer({ min: 0, max: 5 }),
    event: fc.constantFrom('Command Invoked', '$create_alias'),
  })
  .map(({ distinct, late, ...row }) =>
    createStoredEvent({
      ...{ ...row, insert_id: `${row.invocation_id}-${row.sequence}` },
      timestamp: now + row.sequence,
      ...{ sent_at: now, received_at: now + late * 1000 },
      distinct_id: distinct || row.user_id || row.anonymous_id,
    }),
  );

const arriveLater = (stored: StoredEvent) => ({
  ...stored,
  received_at: stored.received_at + 9000,
});

/** Events in any order, some of them repeated. */
const arrivals: fc.Arbitrary<StoredEvent[]> = fc
  .uniqueArray(event, { maxLength: 16, selector: keyOf })
  .chain((events) => fc.shuffledSubarray([...events, ...events.map(arriveLater)]));

const person: fc.Arbitrary<Person> = fc.constantFrom(
  { user_id: 'u1' },
  { user_id: 'u2' },
  { anonymous_id: 'a1' },
  { anonymous_id: 'a2' },
);

/** The corrected time of the first event by sequence; the earliest if there are several. */
function startOf(rows: readonly StoredEvent[]): number {
  const first = Math.min(...rows.map(({ sequence }) => sequence));
  return Math.min(...rows.filter(({ sequence }) => sequence === first).map(correctedTime));
}

function keyOf({ insert_id }: StoredEvent): string {
  return insert_id;
}

function halves<Value>(values: Value[]): Value[][] {
  const middle = values.length >> 1;
  return [values.slice(0, middle), values.slice(middle)].filter(({ length }) => length > 0);
}

/** Keys of a person's events: the expected result, written plainly. */
function deletedKeys(rows: readonly StoredEvent[], of: Person): Set<string> {
  const id = 'user_id' in of ? of.user_id : of.anonymous_id;
  const own = (row: StoredEvent) =>
    row.distinct_id === (row.user_id || row.anonymous_id) ? '' : row.distinct_id;
  const smallest = (texts: string[]) => texts.filter((text) => text !== '').sort()[0] ?? '';
  const firstUser = (linkedId: string, links: readonly StoredEvent[]) => {
    if (linkedId === '' || linkedId.startsWith(sharedIdPrefix)) return undefined;
    const [first] = links
      .filter((row) => row.anonymous_id === linkedId && row.user_id !== '')
      .sort((a, b) => correctedTime(a) - correctedTime(b) || (a.user_id < b.user_id ? -1 : 1));
    return first?.user_id;
  };
  const aliases = rows.filter(
    (row) => row.event === '$create_alias' && row.anonymous_id !== row.user_id,
  );
  const endOf = (userId: string, path: string[] = []): string => {
    const circle = path.indexOf(userId);
    if (circle !== -1) return smallest(path.slice(circle));
    const next = firstUser(userId, aliases);
    return next === undefined ? userId : endOf(next, [...path, userId]);
  };
  const userIds = rows.map(({ user_id }) => user_id).filter((userId) => userId !== '');
  // An id that only an alias names stands for its person, too.
  const end = endOf(id);
  const ids = 'user_id' in of ? [id, ...userIds.filter((userId) => endOf(userId) === end)] : [id];
  const isNamed = (row: StoredEvent) =>
    [row.user_id, row.anonymous_id, own(row)].some((text) => ids.includes(text));
  const personOf = (invocation: string) => {
    const all = rows.filter((row) => row.invocation_id === invocation);
    const users = all
      .filter(({ user_id }) => user_id !== '')
      .sort((a, b) => a.sequence - b.sequence || (a.user_id < b.user_id ? -1 : 1));
    const anonymous = smallest(all.map(({ anonymous_id }) => anonymous_id));
    const user = users.at(-1)?.user_id ?? firstUser(anonymous, rows);
    return user === undefined ? anonymous || smallest(all.map(own)) : endOf(user);
  };
  const isOfPerson = (row: StoredEvent) => {
    if (isNamed(row)) return true;
    if ('user_id' in of) return row.user_id === '' && personOf(row.invocation_id) === end;
    return (
      row.user_id + row.anonymous_id + own(row) === '' &&
      rows.some((other) => other.invocation_id === row.invocation_id && other.anonymous_id === id)
    );
  };
  return new Set(rows.filter(isOfPerson).map(keyOf));
}
