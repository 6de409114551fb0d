import { buildFunnel, Funnel, FunnelStage } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { readFlowCatalog } from '../queries/flow-catalog.js';
import { readTally } from '../queries/flow-tally.js';
import { readRange } from '../queries/range.js';
import { scopeParameters } from '../queries/scope.js';
import { reachRuns } from '../queries/source.js';
import { defineQuestion, idInPath } from './question.js';

export const funnel = defineQuestion({
  path: '/api/v1/flows/:flow/funnel',
  operation: 'getFunnel',
  summary: 'The funnel of one flow',
  access: { project: 'member' },
  parameters: { flow: idInPath('Name of the flow'), ...scopeParameters },
  answer: { name: 'Funnel', description: 'The funnel', schema: Funnel, parts: { FunnelStage } },
  async read(source, asked, now) {
    const { project, flow } = asked;
    const range = readRange(asked, now);
    const catalog = await readFlowCatalog(source, project, asked);
    const shape = catalog.shapes.get(flow);
    if (shape === undefined) throw new SondeError('flow_not_found', { detail: flow });
    const reach = await reachRuns(source, project, range, [shape]);
    return buildFunnel(shape, await readTally(source, project, asked, reach, shape, catalog));
  },
});
