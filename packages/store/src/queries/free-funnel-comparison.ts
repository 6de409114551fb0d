import {
  count,
  differenceFields,
  funnelSubjects,
  isoTime,
  judgeDifference,
  Nullable,
  ratio,
  share,
} from '@sonde/analytics';
import { type Static, Type } from 'typebox';
import { readSamples } from '../sql/compared-people.js';
import { compareParameter, readSides } from '../sql/comparison-sides.js';
import { freeFunnelParameters, readFunnelDefinition } from '../sql/free-funnel-definition.js';
import { freeFunnelRows } from '../sql/free-funnel-rows.js';
import type { Condition } from '../sql/range.js';
import { scopeParameters } from '../sql/scope.js';
import { readView } from '../sql/source.js';
import { defineQuery } from './query.js';

const FreeFunnelComparison = Type.Object({
  per: Type.Enum(funnelSubjects),
  people: count('People with the first step'),
  other: Type.Object(
    {
      from: isoTime('Start of its range, inclusive'),
      to: isoTime('End of its range, exclusive'),
      version: Nullable(Type.String({ description: 'Null: the period before, any version' })),
      people: count('People with the first step'),
    },
    { description: 'What it is compared with' },
  ),
  steps: Type.Array(
    Type.Object({
      event: Type.String(),
      subjects: count('Invocations or persons whose best attempt got here'),
      from_start: ratio('Share of those of the first step'),
      other_subjects: count('Those of the other side'),
      other_from_start: ratio('Their share'),
      ...differenceFields('`from_start` less that of the other side, of those with a person'),
    }),
    { description: 'In their order; the first has no difference' },
  ),
});
type FreeFunnelComparison = Static<typeof FreeFunnelComparison>;

/** A funnel over any events, beside another version or the period before. */
export const freeFunnelComparison = defineQuery({
  path: '/api/v1/free-funnel/comparison',
  operation: 'getFreeFunnelComparison',
  summary: 'A funnel over any events beside that of another version or of the period before',
  access: { project: 'member' },
  parameters: { ...scopeParameters, ...freeFunnelParameters, ...compareParameter },
  response: { name: 'FreeFunnelComparison', description: 'Both', schema: FreeFunnelComparison },
  async read(source, input, now): Promise<FreeFunnelComparison> {
    const { project, per = 'invocation' } = input;
    const definition = readFunnelDefinition({ ...input, per });
    const sides = readSides(input, now, { began: 'began', version: 'version' });
    const { range, scope } = sides.both;
    const view = await readView(source, project, range);
    const { isOther } = sides;
    const rows = await freeFunnelRows(source.db, view, scope, definition, { per, isOther });
    const names = definition.steps.map(({ event }) => event);
    const compared =
      rows === null ? null : await readSamples(source.db, withReached(rows, names.length));
    const [own = [], other = []] = [compared?.reached, compared?.otherReached];
    return {
      per,
      people: compared?.people ?? 0,
      other: {
        from: new Date(sides.other.range.from).toISOString(),
        to: new Date(sides.other.range.to).toISOString(),
        version: sides.version,
        people: compared?.otherPeople ?? 0,
      },
      steps: names.map((event, i) => ({
        event,
        subjects: own[i] ?? 0,
        from_start: share(own[i] ?? 0, own[0] ?? 0),
        other_subjects: other[i] ?? 0,
        other_from_start: share(other[i] ?? 0, other[0] ?? 0),
        ...judgeDifference(i === 0 ? undefined : compared?.samples[i]),
      })),
    };
  },
});

/** Adds `reached` to the rows of a free funnel: 1 for each step that was reached, else 0. */
function withReached({ sql, parameters }: Condition, steps: number): Condition {
  return {
    sql: `SELECT person, is_other,
        arrayMap(step -> toUInt64(step <= length(step_times)), range(1, ${steps + 1})) AS reached
      FROM (${sql})`,
    parameters,
  };
}
