import { describe, expect, it } from 'vitest';
import type { Store } from '../port.js';
import type { StoredEvent } from '../records.js';
import { createStoredEvent, now } from '../testing/stored-events.js';
import type { DeadLetter, EventPlace } from './forwarding-store.js';

const start: EventPlace = {
  ...{ at: 0, invocation_id: '', sequence: 0, timestamp: 0, position: 0, insert_id: '' },
};

const nextDay = 86_400_000;

/** The suite for forwarders that every store passes. */
export function describeForwarding(getStore: () => Store, newProject: () => string): void {
  describe('forwarding', () => {
    const append = async (project: string, ...events: Partial<StoredEvent>[]) => {
      await getStore().append({
        events: events.map((event) => createStoredEvent({ project, ...event })),
        quarantined: [],
      });
    };
    /** Reads everything after a position, some events at a time. */
    const readAll = async (project: string, after = start, limit = 2) => {
      const { forwarding } = getStore();
      const read = [];
      let place = after;
      for (;;) {
        const page = await forwarding.readCommitted(project, place, limit);
        read.push(...page);
        const last = page.at(-1);
        if (last === undefined) return read;
        place = last.place;
      }
    };
    const idsOf = (read: readonly { event: StoredEvent }[]) =>
      read.map(({ event }) => event.insert_id);

    it('returns each event once, by commit, invocation and sequence', async () => {
      const project = newProject();
      await append(
        project,
        { invocation_id: 'b', sequence: 2, timestamp: now },
        { invocation_id: 'b', sequence: 1, timestamp: now - nextDay },
        { invocation_id: 'a', sequence: 1, timestamp: now + nextDay },
      );
      await append(project, { invocation_id: 'b', sequence: 1, timestamp: now - nextDay });
      await append(project, { invocation_id: 'a', sequence: 2 });
      await append(newProject(), { invocation_id: 'c' });
      const read = await readAll(project);
      expect(idsOf(read)).toEqual(['a-1', 'b-1', 'b-2', 'a-2']);
      const [first, , , last] = read;
      expect(first?.event).toEqual(
        createStoredEvent({ project, invocation_id: 'a', timestamp: now + nextDay }),
      );
      expect(last?.place.at).toBeGreaterThan(Number(first?.place.at));
      const { forwarding } = getStore();
      expect(await forwarding.countCommitted(project, start)).toEqual({
        events: 4,
        oldest: first?.place.at,
      });
      expect(await readAll(project, last?.place)).toEqual([]);
      expect(await forwarding.countCommitted(project, last?.place ?? start)).toEqual({
        events: 0,
        oldest: null,
      });
      expect(forwarding.lastCommit).toBeGreaterThan(Number(last?.place.at));
    });

    it('keeps the order of a request for events without an invocation, page by page', async () => {
      const project = newProject();
      const ids = ['f', 'b', 'e', 'a', 'd', 'c'];
      const alone = ids.map((id, position) => ({
        ...{ insert_id: id, invocation_id: id, sequence: 0, timestamp: now, position },
      }));
      await append(project, ...alone, { invocation_id: 'run' });
      await append(project, { ...alone[0], insert_id: '1', invocation_id: '1' });
      for (const limit of [1, 2, 10]) {
        expect(idsOf(await readAll(project, start, limit))).toEqual(['run-1', ...ids, '1']);
      }
      const { forwarding } = getStore();
      const range = { from: now, to: now + 9, lastCommit: forwarding.lastCommit };
      const read: string[] = [];
      let after: EventPlace | null = null;
      for (;;) {
        const page = await forwarding.readRecorded(project, range, after, 2);
        read.push(...idsOf(page));
        after = page.at(-1)?.place ?? after;
        if (page.length === 0) break;
      }
      expect(read).toEqual(['1', ...ids, 'run-1']);
    });

    it('misses no event while commits and readers run at the same time', async () => {
      const project = newProject();
      const { forwarding } = getStore();
      const read: string[] = [];
      let place = { ...start, at: forwarding.lastCommit };
      let isWriting = true;
      const writing = (async () => {
        for (let count = 0; count < 20; count += 1) {
          const days = [0, -40, -80].map((day) => now + day * nextDay);
          await append(
            project,
            ...days.map((timestamp, month) => ({
              ...{ invocation_id: `run-${count}`, sequence: month, timestamp },
            })),
          );
        }
        isWriting = false;
      })();
      for (let isLast = false; ; isLast = !isWriting) {
        const page = await forwarding.readCommitted(project, place, 7);
        read.push(...idsOf(page));
        place = page.at(-1)?.place ?? place;
        if (isLast && page.length === 0) break;
      }
      await writing;
      expect(read).toHaveLength(60);
      expect(new Set(read).size).toBe(60);
    });

    it('returns the events of a range by the time of the client, each once', async () => {
      const project = newProject();
      const { forwarding } = getStore();
      const event = (sequence: number, timestamp: number) => ({ sequence, timestamp });
      await append(
        project,
        event(3, now + 2 * nextDay),
        event(2, now + nextDay),
        event(1, now),
        event(0, now - 1),
      );
      const lastCommit = Number((await readAll(project)).at(-1)?.place.at);
      await append(project, event(4, now + 1));
      const range = { from: now, to: now + 3 * nextDay, lastCommit };
      const read: string[] = [];
      let after: EventPlace | null = null;
      for (;;) {
        const page = await forwarding.readRecorded(project, range, after, 1);
        read.push(...idsOf(page));
        after = page.at(-1)?.place ?? after;
        if (page.length === 0) break;
      }
      expect(read).toEqual(['invocation-1', 'invocation-2', 'invocation-3']);
      expect(await forwarding.countRecorded(project, range)).toBe(3);
      expect(await forwarding.countRecorded(project, { ...range, to: now + 1 })).toBe(1);
    });

    it('keeps the last state of each forwarder', async () => {
      const project = newProject();
      const { forwarding } = getStore();
      const state = (forwarder: string, cursor: number) => ({
        ...{ project, forwarder, body: { cursor, last_error: null } },
      });
      await forwarding.write({ states: [state('a', 1), state('b', 2)], deadLetters: [] });
      await Promise.all(
        [3, 4].map((cursor) => forwarding.write({ states: [state('a', cursor)], deadLetters: [] })),
      );
      const states = await forwarding.states();
      expect(states.filter((entry) => entry.project === project)).toEqual([
        state('a', 4),
        state('b', 2),
      ]);
    });

    const letterOf = (event: StoredEvent, more: Partial<DeadLetter> = {}): DeadLetter => ({
      project: event.project,
      forwarder: 'vendor',
      insert_id: event.insert_id,
      day: Math.floor(event.timestamp / nextDay),
      event: event.event,
      invocation_id: event.invocation_id,
      sequence: event.sequence,
      received_at: event.received_at,
      code: 'http_400',
      status: 400,
      response: '{"error":"refused"}',
      refused_at: now,
      state: 'dead',
      ...more,
    });

    it('lists dead letters until they are settled, and finds their events', async () => {
      const project = newProject();
      const { forwarding } = getStore();
      const events = [1, 2, 3].map((sequence) => createStoredEvent({ project, sequence }));
      await append(project, ...events.slice(1));
      const letters = events.map((event, index) =>
        letterOf(event, { refused_at: now + index * 1000 }),
      );
      await forwarding.write({ states: [], deadLetters: letters });
      const [one, two, three] = letters as [DeadLetter, DeadLetter, DeadLetter];
      const first = await forwarding.deadLetters(project, 'vendor', { limit: 2, cursor: null });
      expect(first.dead_letters).toEqual([three, two]);
      const second = { limit: 2, cursor: first.next_cursor };
      expect(await forwarding.deadLetters(project, 'vendor', second)).toEqual({
        dead_letters: [one],
        next_cursor: null,
      });
      const found = await forwarding.readEvents(project, letters);
      expect(found.map(({ sequence }) => sequence).sort()).toEqual([2, 3]);

      const waiting: DeadLetter = { ...two, state: 'waiting' };
      await forwarding.write({
        states: [],
        deadLetters: [waiting, { ...three, state: 'settled' }],
      });
      const find = (which: Parameters<typeof forwarding.findDeadLetters>[2]) =>
        forwarding.findDeadLetters(project, 'vendor', which, 10);
      expect(await find({ state: 'waiting' })).toEqual([waiting]);
      expect(await find({ state: 'dead' })).toEqual([one]);
      expect(await find({ insertIds: letters.map(({ insert_id }) => insert_id) })).toEqual([one]);
      expect(await forwarding.countDeadLetters(project, 'vendor')).toEqual({ dead: 1, waiting: 1 });
    });

    it('deletes the dead letters of a person', async () => {
      const project = newProject();
      const { forwarding, life } = getStore();
      const gone = createStoredEvent({ project, user_id: 'gone', invocation_id: 'gone' });
      const other = createStoredEvent({ project, anonymous_id: 'other' });
      await append(project, gone, other);
      await forwarding.write({ states: [], deadLetters: [gone, other].map((e) => letterOf(e)) });
      await life.deletePerson(
        project,
        { user_id: 'gone' },
        { requestedBy: 'operator', refusesLater: false },
      );
      const page = await forwarding.deadLetters(project, 'vendor', { limit: 9, cursor: null });
      expect(page.dead_letters).toEqual([letterOf(other)]);
    });

    it('keeps the ids of a deleted person until every forwarder has passed it on', async () => {
      const project = newProject();
      const { life } = getStore();
      await append(project, { user_id: 'user', anonymous_id: 'installation' });
      const deletion = await life.deletePerson(
        project,
        { user_id: 'user' },
        {
          ...{ requestedBy: 'operator', refusesLater: false },
          forwarders: [
            { forwarder: 'a', state: 'waiting', reason: '' },
            { forwarder: 'b', state: 'not_possible', reason: 'no key' },
            { forwarder: 'c', state: 'waiting', reason: '' },
          ],
        },
      );
      const waiting = async () =>
        (await life.waitingForwards()).filter((forward) => forward.project === project);
      const forward = {
        ...{ project, deletion_id: deletion.id, state: 'waiting', reason: '', secret: '' },
        ...{ at: expect.any(String), is_deleted: true },
        ...{ user_id: 'user', other_user_ids: [], anonymous_ids: ['installation'] },
      };
      expect(await waiting()).toEqual([
        { ...forward, forwarder: 'a' },
        { ...forward, forwarder: 'c' },
      ]);
      await life.noteForward(deletion, { forwarder: 'a', state: 'passed_on', reason: '' });
      await life.noteForward(deletion, { forwarder: 'c', state: 'waiting', reason: 'status 503' });
      expect(await waiting()).toEqual([{ ...forward, forwarder: 'c', reason: 'status 503' }]);
      await life.noteForward(deletion, { forwarder: 'c', state: 'failed', reason: 'status 400' });
      expect(await waiting()).toEqual([]);
      const { deletions } = await life.deletions(project, { limit: 9, cursor: null });
      expect(deletions[0]?.forwards).toMatchObject([
        { forwarder: 'a', state: 'passed_on', reason: '' },
        { forwarder: 'b', state: 'not_possible', reason: 'no key' },
        { forwarder: 'c', state: 'failed', reason: 'status 400' },
      ]);
    });
  });
}
