import { bestAttempt, comparedSampleOf, judgeDifference } from '@sonde/analytics';
import { createRandom } from '@sonde/analytics/testing';
import { describe, expect, it } from 'vitest';
import type { Store } from './port.js';
import { queries } from './queries.js';
import { createStoredEvent, now } from './testing/stored-events.js';

/** Two sides of a free funnel, against the fold; part of the suite of every store. */
export function describeFreeFunnelComparison(
  getStore: () => Store,
  newProject: () => string,
): void {
  describe('a free funnel', () => {
    it('stands beside another version and the period before, as the fold says', async () => {
      const project = newProject();
      const random = createRandom();
      const below = (limit: number) => Math.floor(random() * limit);
      const middle = now - 1_800_000;
      const events = Array.from({ length: 400 }, (_, run) => {
        // Some have no person, as in CI.
        const person = below(10) === 0 ? 'ci:github' : `person-${below(60)}`;
        const version = ['1.0', '2.0', '2.0', ''][below(4)] as string;
        const begin = middle + below(2) * 3_600_000 - 3_000_000 + below(40);
        const names = ['A', 'B', 'C'].slice(0, version === '2.0' ? 1 + below(3) : 1 + below(2));
        return names.map((event, i) =>
          createStoredEvent({
            ...{ project, event, invocation_id: `compared-${run}`, sequence: i + 1 },
            ...{ timestamp: begin + i, sent_at: null, anonymous_id: person, distinct_id: person },
            properties: version === '' ? {} : { version },
          }),
        );
      }).flat();
      await getStore().append({ events, quarantined: [] });
      const range = {
        from: new Date(middle).toISOString(),
        to: new Date(middle + 3_600_000).toISOString(),
      };
      const steps = ['A', 'B', 'C'];

      /** How many steps the best attempts of one side reached, by person. */
      const attemptsOf = (side: typeof events, per: 'invocation' | 'person') => {
        const isCounted = (person: string) => !person.startsWith('ci:');
        const chosen = per === 'invocation' ? side : side.filter((e) => isCounted(e.anonymous_id));
        const subjectOf = (event: (typeof events)[number]) =>
          per === 'person' ? event.anonymous_id : event.invocation_id;
        return [...new Set(chosen.map(subjectOf))].flatMap((subject) => {
          const own = chosen.filter((event) => subjectOf(event) === subject);
          const attempt = bestAttempt(own, {
            steps: steps.map((event) => ({ event })),
            windowMs: per === 'person' ? 7 * 86_400_000 : null,
          });
          const person = own[0]?.anonymous_id ?? '';
          return attempt === null
            ? []
            : [{ person: isCounted(person) ? person : '', reached: attempt.events.length }];
        });
      };

      const isIn = (from: number, to: number) => (event: (typeof events)[number]) => {
        const first = events.find((one) => one.invocation_id === event.invocation_id);
        return first !== undefined && first.timestamp >= from && first.timestamp < to;
      };
      const ofRange = events.filter(isIn(middle, middle + 3_600_000));
      const ofVersion = (version: string) =>
        ofRange.filter(({ properties }) => properties.version === version);
      const comparisons = [
        {
          asked: { compare: 'before' },
          own: ofRange,
          other: events.filter(isIn(middle - 3_600_000, middle)),
        },
        {
          asked: { compare: 'version:1.0', version: ['2.0'] },
          own: ofVersion('2.0'),
          other: ofVersion('1.0'),
        },
      ];
      for (const per of ['invocation', 'person'] as const) {
        for (const { asked, own, other } of comparisons) {
          const response = await getStore().query(queries.freeFunnelComparison, {
            ...{ project, ...range, step: steps, per, ...asked },
          });
          const [mine, others] = [attemptsOf(own, per), attemptsOf(other, per)];
          const people = new Set([...mine, ...others].map(({ person }) => person));
          people.delete('');
          const count = (side: typeof mine, place: number) =>
            side.filter(({ reached }) => reached > place).length;
          response.steps.forEach((step, place) => {
            const sample = comparedSampleOf(
              [...people].map((person) => {
                const [its, itsOthers] = [mine, others].map((side) =>
                  side.filter((one) => one.person === person),
                ) as [typeof mine, typeof mine];
                return {
                  ...{ runs: its.length, hits: count(its, place) },
                  ...{ other_runs: itsOthers.length, other_hits: count(itsOthers, place) },
                };
              }),
            );
            const { difference, low, high, verdict } = judgeDifference(
              place === 0 ? undefined : sample,
            );
            expect(step, `${per} ${asked.compare} ${place}`).toMatchObject({
              ...{ subjects: count(mine, place), other_subjects: count(others, place), verdict },
              difference: difference === null ? null : expect.closeTo(difference, 9),
              low: low === null ? null : expect.closeTo(low, 9),
              high: high === null ? null : expect.closeTo(high, 9),
            });
          });
          // The same numbers as the funnel of each side.
          const funnel = await getStore().query(queries.freeFunnel, {
            ...{ project, ...range, step: steps, per },
            ...(asked.version !== undefined && { version: asked.version }),
          });
          expect(response.steps.map(({ subjects }) => subjects)).toEqual(
            funnel.steps.map(({ subjects }) => subjects),
          );
          expect(response.people).toBeGreaterThan(20);
        }
      }
      const ask = (more: object) =>
        getStore().query(queries.freeFunnelComparison, {
          ...{ project, ...range, step: steps, compare: 'version:1.0', ...more },
        });
      await expect(ask({})).rejects.toMatchObject({ code: 'parameter_invalid' });
      const none = await ask({ version: ['9'], step: ['never', 'nor this'] });
      expect(none).toMatchObject({ people: 0, steps: [{ subjects: 0, verdict: 'unknown' }, {}] });
    });
  });
}
