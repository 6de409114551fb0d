import { flowShapes, foldComparison, foldFlowRuns } from '@sonde/analytics';
import { createRandom } from '@sonde/analytics/testing';
import { describe, expect, it } from 'vitest';
import type { Store } from './port.js';
import { queries } from './queries.js';
import type { StoredEvent } from './records.js';
import { createStoredEvent } from './testing/stored-events.js';

const day = 86_400_000;
const start = Date.UTC(2026, 4, 11);

/** Two sides of a flow with many people, against the fold; part of the suite of every store. */
export function describeFlowComparison(getStore: () => Store, newProject: () => string): void {
  describe('a flow beside another version or the period before', () => {
    const random = createRandom();
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

    /** One run of a person: before or in the week that is asked for, with one of three versions. */
    function runOf(project: string, person: string, i: number): StoredEvent[] {
      const time = start + Math.floor(random() * 14) * day;
      const version = pick(['1.0.0', '1.1.0', '1.1.0', '2.0.0']);
      const converts = random() < (version === '2.0.0' ? 0.9 : 0.3);
      const event = (sequence: number, name: string, step?: string) =>
        createStoredEvent({
          ...{ project, invocation_id: `run-${i}`, sequence, event: name, flow: 'ship' },
          ...{ flow_run_id: `flow-${i}`, anonymous_id: person, distinct_id: person },
          ...{ timestamp: time + sequence, sent_at: time, received_at: time, tool: 'tool' },
          properties: { version, ...(step !== undefined && { step, reason: 'cancelled' }) },
        });
      return [
        event(1, 'Ship Started'),
        converts ? event(2, 'Ship Completed') : event(2, 'Ship Aborted', pick(['build', 'sign'])),
      ];
    }

    async function fill() {
      const project = newProject();
      const people = [...Array.from({ length: 80 }, (_, i) => `person-${i}`), 'ci:github'];
      const events = Array.from({ length: 500 }, (_, i) => runOf(project, pick(people), i)).flat();
      await getStore().append({ events, quarantined: [] });
      return { project, events };
    }

    const week = {
      from: new Date(start + 7 * day).toISOString(),
      to: new Date(start + 14 * day).toISOString(),
    };
    const earlier = { from: new Date(start).toISOString(), to: week.from };

    it('agrees with the fold, intervals included', async () => {
      const { project, events } = await fill();
      const shapes = flowShapes([], events);
      const shape = shapes.get('ship');
      if (shape === undefined) throw new Error('no shape');
      const first = new Map(events.map((event) => [event.invocation_id, event]));
      const runs = foldFlowRuns(events, shapes).map((run) => ({
        ...{ ...run, person: first.get(run.invocation_id)?.anonymous_id ?? '' },
        version: first.get(run.invocation_id)?.properties.version,
      }));
      const isIn = (range: typeof week) => (run: { corrected_start: number }) =>
        run.corrected_start >= Date.parse(range.from) && run.corrected_start < Date.parse(range.to);
      const own = runs.filter(isIn(week));
      const ask = (more: object) =>
        getStore().query(queries.flowComparison, {
          ...{ project, flow: 'ship', ...week, compare: 'before', ...more },
        });
      const round = (value: unknown) =>
        JSON.parse(JSON.stringify(value), (_, one) =>
          typeof one === 'number' ? Number(one.toFixed(9)) : one,
        );

      const before = await ask({});
      const asked = { ...earlier, version: null };
      const folded = foldComparison(own, runs.filter(isIn(earlier)), shape, asked);
      expect(round(before)).toEqual(round(folded));
      expect(before.stages.map(({ verdict }) => verdict)).not.toContain('higher');

      const versions = await ask({ version: ['2.0.0'], compare: 'version:1.1.0' });
      const ofVersion = (version: string) => own.filter((run) => run.version === version);
      const sides = [ofVersion('2.0.0'), ofVersion('1.1.0')] as const;
      expect(round(versions)).toEqual(
        round(foldComparison(...sides, shape, { ...week, version: '1.1.0' })),
      );
      expect(versions.stages.at(-1)).toMatchObject({ id: 'completed', verdict: 'higher' });
      expect(versions.people).toBeGreaterThan(20);

      const none = await ask({ version: ['9.9.9'], compare: 'version:1.1.0' });
      expect(none).toMatchObject({ runs: 0, people: 0, other: { runs: sides[1].length } });
      expect(none.stages.every(({ verdict }) => verdict === 'unknown')).toBe(true);
    });

    it('refuses to compare a version with itself, or with all', async () => {
      const { project } = await fill();
      const ask = (more: object) =>
        getStore().query(queries.flowComparison, {
          ...{ project, flow: 'ship', ...week, compare: 'version:1.1.0', ...more },
        });
      const refused = { code: 'parameter_invalid' };
      await expect(ask({})).rejects.toMatchObject(refused);
      await expect(ask({ version: ['1.1.0'] })).rejects.toMatchObject(refused);
      await expect(ask({ version: ['1.0.0'], flow: 'nope' })).rejects.toMatchObject({
        code: 'flow_not_found',
      });
    });
  });
}
