import { isoTime, Nullable } from '@sonde/analytics';
import { Type } from 'typebox';
import { isAgentSql } from '../sql/actor.js';
import { allFlowParts } from '../sql/flow-part-rows.js';
import { allInvocationRows } from '../sql/invocation-rows.js';
import { readView, type Source, type View } from '../sql/source.js';
import { defineQuery } from './query.js';

const firstRun = (description: string) =>
  Nullable(
    Type.Object({ invocation_id: Type.String(), time: isoTime('When it began') }, { description }),
  );

const FirstSteps = Type.Object({
  invocation: firstRun('The first invocation; null before it'),
  flow: firstRun('The invocation that first began a flow; `time` is when that was'),
  failure: firstRun('The first invocation that failed'),
  agent: firstRun('The first invocation by a known coding agent'),
  has_catalog: Type.Boolean({ description: 'Whether a tool’s catalog is known' }),
});

/** How far the set-up of a project is, over all time. */
export const firstSteps = defineQuery({
  path: '/api/v1/first-steps',
  operation: 'getFirstSteps',
  summary: 'First invocation, flow, failure and coding agent of a project, over all time',
  access: { project: 'member' },
  parameters: {},
  response: { name: 'FirstSteps', description: 'What has happened yet', schema: FirstSteps },
  async read(source, { project }) {
    // Times of all invocations are read, whatever the range.
    const view = await readView(source, project, { from: 0, to: 0 });
    const [runs, flow, catalogs] = await Promise.all([
      readRuns(source, view),
      readFlow(source, view),
      source.catalogs.list(project),
    ]);
    return {
      invocation: toRun(runs?.invocation),
      flow: toRun(flow?.first),
      failure: toRun(runs?.failure),
      agent: toRun(runs?.agent),
      has_catalog: catalogs.length > 0,
    };
  },
});

/** Time and invocation; the id is empty if there is none. */
type First = [time: number, invocationId: string];

const toRun = (first: First | undefined) =>
  first === undefined || first[1] === ''
    ? null
    : { invocation_id: first[1], time: new Date(first[0]).toISOString() };

async function readRuns({ db }: Source, view: View) {
  const all = allInvocationRows(view);
  const first = (condition: string) => `minIf((began, invocation_id), ${condition})`;
  const [row] = await db.rows<{ invocation: First; failure: First; agent: First }>(
    `SELECT ${first('true')} AS invocation, ${first('ending = 1')} AS failure,
       ${first(isAgentSql)} AS agent
     FROM (${all.sql})`,
    all.parameters,
  );
  return row;
}

async function readFlow({ db }: Source, view: View) {
  const all = allFlowParts(view);
  const [row] = await db.rows<{ first: First }>(
    `SELECT min((began, invocation_id)) AS first FROM (${all.sql})`,
    all.parameters,
  );
  return row;
}
