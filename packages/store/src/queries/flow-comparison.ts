import { buildComparison, buildFunnel, FlowComparison, withNamedSteps } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { Type } from 'typebox';
import { readFlowCatalog } from '../sql/flow-catalog.js';
import { readComparedPeople } from '../sql/flow-comparison.js';
import { readTally } from '../sql/flow-tally.js';
import { type Condition, type Range, readRange } from '../sql/range.js';
import { type ScopeFilters, scopeParameters } from '../sql/scope.js';
import { readView } from '../sql/source.js';
import { defineQuery, idInPath } from './query.js';

/** The runs of a flow beside those of another version, or of the period before. */
export const flowComparison = defineQuery({
  path: '/api/v1/flows/:flow/comparison',
  operation: 'getFlowComparison',
  summary: 'The funnel of one flow beside that of another version or of the period before',
  access: { project: 'member' },
  parameters: {
    flow: idInPath('Name of the flow'),
    ...scopeParameters,
    compare: Type.String({
      pattern: '^(before|version:.+)$',
      description:
        '`before`: the range of equal length before this one. `version:<version>`: that version in this range; requires `version`, with other versions',
    }),
  },
  response: { name: 'FlowComparison', description: 'Both sides', schema: FlowComparison },
  async read(source, input, now): Promise<FlowComparison> {
    const { project, flow } = input;
    const sides = readSides(input, now);
    const catalog = await readFlowCatalog(source, project, input);
    const shape = catalog.shapes.get(flow);
    if (shape === undefined) throw new SondeError('flow_not_found', { detail: flow });
    const tallyOf = async ({ range, scope }: Side) =>
      readTally(source, await readView(source, project, range), scope, shape, catalog);
    const tally = await tallyOf(sides.own);
    const otherTally = await tallyOf(sides.other);
    const drawn = withNamedSteps(shape, [...tally.endings, ...otherTally.endings]);
    const view = await readView(source, project, sides.both.range);
    const { range } = sides.other;
    return buildComparison({
      funnel: buildFunnel(drawn, tally),
      other: buildFunnel(drawn, otherTally),
      asked: {
        from: new Date(range.from).toISOString(),
        to: new Date(range.to).toISOString(),
        version: sides.version,
      },
      ...(await readComparedPeople(
        ...([source, view, sides.both.scope, drawn, catalog, sides.isOther] as const),
      )),
    });
  },
});

interface Side {
  range: Range;
  scope: ScopeFilters;
}

interface Sides {
  own: Side;
  other: Side;
  /** Both together, and which of their runs are on the other side. */
  both: Side;
  isOther: Condition;
  version: string | null;
}

function readSides(
  input: ScopeFilters & { compare: string; from?: string; to?: string },
  now: number,
): Sides {
  const range = readRange(input, now);
  const own = { range, scope: input };
  if (input.compare === 'before') {
    const from = range.from - (range.to - range.from);
    return {
      own,
      other: { range: { from, to: range.from }, scope: input },
      both: { range: { from, to: range.to }, scope: input },
      isOther: { sql: 'run_began < {middle:Int64}', parameters: { middle: range.from } },
      version: null,
    };
  }
  const version = input.compare.slice('version:'.length);
  const versions = input.version ?? [];
  if (versions.length === 0 || versions.includes(version)) {
    throw new SondeError('parameter_invalid', {
      detail: 'compare with a version requires version, and other versions than that one',
    });
  }
  return {
    own,
    other: { range, scope: { ...input, version: [version] } },
    both: { range, scope: { ...input, version: [...versions, version] } },
    isOther: { sql: 'run_version = {compared:String}', parameters: { compared: version } },
    version,
  };
}
