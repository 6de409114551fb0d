import { describe, expect, it } from 'vitest';
import type { Store } from './port.js';
import { queries } from './queries.js';
import { createStoredEvent } from './testing/stored-events.js';

/** Hours and days of time zones; part of the suite of every store. */
export function describeCalendar(getStore: () => Store, newProject: () => string): void {
  describe('in a time zone', () => {
    async function storeAt(...times: string[]): Promise<string> {
      const project = newProject();
      const events = times.map((text, i) => {
        const time = Date.parse(text);
        return createStoredEvent({
          ...{ project, invocation_id: `at-${i}`, timestamp: time, sent_at: time },
          received_at: time,
        });
      });
      await getStore().append({ events, quarantined: [] });
      return project;
    }

    async function series(project: string, [from, to]: string[], zone?: string) {
      const range = { from: `${from}.000Z`, to: `${to}.000Z` };
      const input = { project, ...range, ...(zone !== undefined && { zone }) };
      const { interval, series } = await getStore().query(queries.overview, input);
      return { interval, counts: series.map((point) => [point.time, point.invocations]) };
    }

    it('a day can have 25 hours', async () => {
      // The first and the last millisecond of 25 October in Berlin, and their neighbours.
      const project = await storeAt(
        ...['2026-10-24T21:59:59.999Z', '2026-10-24T22:00:00.000Z'],
        ...['2026-10-25T22:59:59.999Z', '2026-10-25T23:00:00.000Z'],
      );
      const october = ['2026-10-23T22:00:00', '2026-10-26T23:00:00'];
      expect(await series(project, october, 'Europe/Berlin')).toEqual({
        interval: 'day',
        counts: [
          ['2026-10-23T22:00:00.000Z', 1],
          ['2026-10-24T22:00:00.000Z', 2],
          ['2026-10-25T23:00:00.000Z', 1],
        ],
      });
      const day = ['2026-10-24T22:00:00', '2026-10-25T23:00:00'];
      const hours = await series(project, day, 'Europe/Berlin');
      expect(hours.interval).toBe('hour');
      expect(hours.counts).toHaveLength(25);
      expect((await series(project, october)).counts).toEqual([
        ['2026-10-23T00:00:00.000Z', 0],
        ['2026-10-24T00:00:00.000Z', 2],
        ['2026-10-25T00:00:00.000Z', 2],
        ['2026-10-26T00:00:00.000Z', 0],
      ]);
    });

    it('days and hours can begin at a quarter of an hour', async () => {
      const project = await storeAt('2026-05-20T18:14:59.999Z', '2026-05-20T18:15:00.000Z');
      const range = ['2026-05-20T17:15:00', '2026-05-20T19:15:00'];
      expect((await series(project, range, 'Asia/Kathmandu')).counts).toEqual([
        ['2026-05-20T17:15:00.000Z', 1],
        ['2026-05-20T18:15:00.000Z', 1],
      ]);
    });

    it('refuses a zone that does not exist', async () => {
      const range = ['2026-10-23T22:00:00', '2026-10-26T23:00:00'];
      for (const zone of ['Mars/Olympus', '', '+02:00', "'; DROP TABLE sonde.events --"]) {
        await expect(series('p', range, zone)).rejects.toMatchObject({
          code: 'parameter_invalid',
          detail: expect.stringContaining('zone must be the IANA name'),
        });
      }
    });

    it('refuses a range of more than 30 years', async () => {
      await expect(
        series('p', ['1980-01-01T00:00:00', '2026-01-01T00:00:00']),
      ).rejects.toMatchObject({ code: 'parameter_invalid' });
    });

    it('divides the longest range', async () => {
      const { counts } = await series(
        await storeAt('2026-05-20T18:15:00.000Z'),
        ['1997-01-01T00:00:00', '2027-01-01T00:00:00'],
        'America/St_Johns',
      );
      expect(counts.filter(([, invocations]) => invocations === 1)).toEqual([
        ['2026-05-20T02:30:00.000Z', 1],
      ]);
    });
  });
}
