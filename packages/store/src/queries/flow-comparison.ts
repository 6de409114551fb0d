import { buildComparison, buildFunnel, FlowComparison, withNamedSteps } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { compareParameter, readSides, type Side } from '../sql/comparison-sides.js';
import { readFlowCatalog } from '../sql/flow-catalog.js';
import { readComparedPeople } from '../sql/flow-comparison.js';
import { readTally } from '../sql/flow-tally.js';
import { scopeParameters } from '../sql/scope.js';
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
    ...compareParameter,
  },
  response: { name: 'FlowComparison', description: 'Both sides', schema: FlowComparison },
  async read(source, input, now): Promise<FlowComparison> {
    const { project, flow } = input;
    const sides = readSides(input, now, { began: 'run_began', version: 'run_version' });
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
