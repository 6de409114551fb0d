import { type Static, Type } from 'typebox';
import { count, milliseconds, Nullable, ratio } from './response-fields.js';

/** What a free funnel counts. */
export const funnelSubjects = ['invocation', 'person'] as const;
export type FunnelSubject = (typeof funnelSubjects)[number];

/** Values of `by` that are listed. */
export const listedFunnelGroups = 20;

const counts = {
  subjects: count('Invocations or persons whose best attempt got here'),
  from_previous: ratio('Share of those of the step before; null for the first'),
  from_start: ratio('Share of those of the first step'),
};

export const FreeFunnel = Type.Object({
  per: Type.Enum(funnelSubjects),
  window_ms: Nullable(Type.Integer({ description: 'Null: no limit' })),
  steps: Type.Array(
    Type.Object({
      event: Type.String(),
      known: Type.Boolean({ description: 'Whether a catalog declares it or the project has it' }),
      ...counts,
      time_p50_ms: milliseconds('Median time from the step before; null for the first'),
    }),
  ),
  groups: Type.Array(
    Type.Object({
      value: Type.String({ description: 'Empty if it was not reported' }),
      subjects: Type.Array(count('As in the steps, in their order')),
    }),
    {
      description: `The ${listedFunnelGroups} most frequent values of \`by\` in the invocation of the first step; empty without \`by\``,
    },
  ),
});
export type FreeFunnel = Static<typeof FreeFunnel>;
