import { buildFunnel, Funnel, FunnelStage } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { readFlowCatalog } from '../sql/flow-catalog.js';
import { readTally } from '../sql/flow-tally.js';
import { readRange } from '../sql/range.js';
import { scopeParameters } from '../sql/scope.js';
import { readView } from '../sql/source.js';
import { defineQuery, idInPath } from './query.js';

export const funnel = defineQuery({
  path: '/api/v1/flows/:flow/funnel',
  operation: 'getFunnel',
  summary: 'The funnel of one flow',
  access: { project: 'member' },
  parameters: { flow: idInPath('Name of the flow'), ...scopeParameters },
  response: { name: 'Funnel', description: 'The funnel', schema: Funnel, parts: { FunnelStage } },
  async read(source, input, now) {
    const { project, flow } = input;
    const range = readRange(input, now);
    const catalog = await readFlowCatalog(source, project, input);
    const shape = catalog.shapes.get(flow);
    if (shape === undefined) throw new SondeError('flow_not_found', { detail: flow });
    const view = await readView(source, project, range);
    return buildFunnel(shape, await readTally(source, view, input, shape, catalog));
  },
});
