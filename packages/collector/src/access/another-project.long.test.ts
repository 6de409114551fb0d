import { get } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeAfterCommit, writeLiveCursor } from '../live/live-cursor.js';
import { heartbeat } from '../live/live-message.js';
import {
  type ClosedServer,
  createClosedServer,
  credentialsOf,
  type Operation,
} from '../testing/closed-server.js';
import { visitedHost } from '../testing/visitor.js';

// A client that sees only the project `mine` sends every query of the OpenAPI document, with every
// parameter set to values that exist in `theirs`. No response may contain data that only `theirs`
// has.

/** In event values of `theirs` that are never used as a parameter. */
const hidden = 'hidden-word';
/** Parameter values that find the events of `theirs`. */
const known = {
  invocation: '0197c1a0-0000-7000-8000-00000000abcd',
  user: 'their-user',
  tool: 'their-tool',
  version: '7.7.7',
  command: 'their-command',
} as const;

let server: ClosedServer;
let address: string;

beforeAll(async () => {
  server = await createClosedServer();
  address = await server.app.listen({ host: '127.0.0.1', port: 0 });
  const timestamp = new Date().toISOString();
  for (const event of ['CLI Invoked', 'CLI Completed', 'Their event']) {
    const response = await server.app.inject({
      method: 'POST',
      url: '/ingest',
      headers: { 'x-api-key': server.foreignWriteKey },
      payload: {
        ...{ event, timestamp, insert_id: event, user_id: known.user },
        ...{ invocation_id: known.invocation, tool: known.tool },
        properties: {
          ...{ command: known.command, version: known.version },
          ...{ operating_system: hidden, error_class: hidden, detail: hidden },
        },
      },
    });
    expect(response.statusCode, response.body).toBe(202);
  }
});
afterAll(() => server.close());

const queries = () =>
  server.operations.filter(
    ({ id, method, path }) => (method === 'GET' || id === 'exportPerson') && path !== '/metrics',
  );

/** Values of a parameter in the events of `theirs`. */
function valuesOf(name: string): string[] {
  const day = 86_400_000;
  const values: Record<string, string[]> = {
    project: ['theirs'],
    from: [new Date(Date.now() - day).toISOString()],
    to: [new Date(Date.now() + day).toISOString()],
    limit: ['200'],
    format: ['ndjson'],
    is_ci: ['false', 'true'],
    is_interactive: ['false', 'true'],
    retention_months: ['1'],
    flow: ['create'],
    query: ['events', 'invocations', 'flow_runs'].map((view) => `SELECT * FROM ${view}`),
    person: [known.user],
    ...{ tool: [known.tool], version: [known.version], command: [known.command] },
  };
  // Future parameters are tried with any of these values.
  return values[name] ?? ['theirs', known.user, known.invocation];
}

function pathOf({ path }: Operation, project: string): string {
  return path
    .replace('{project}', project)
    .replace('{flow}', 'create')
    .replaceAll(/\{[^}]+\}/g, known.invocation);
}

/** Reads live events from the first one until there is nothing more: the stream has no end. */
function readLive(url: string, headers: object): Promise<string> {
  const start = { host: visitedHost, 'last-event-id': writeLiveCursor(placeAfterCommit(0)) };
  return new Promise((resolve, reject) => {
    const request = get(`${address}${url}`, { headers: { ...start, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
        if (text.includes(heartbeat)) request.destroy();
      });
      response.on('close', () => resolve(text)).on('error', () => {});
    });
    request.on('error', reject);
  });
}

async function read({ id, method }: Operation, url: string, headers: object): Promise<string> {
  if (id === 'streamLive') return readLive(url, headers);
  const response = await server.app.inject({
    method,
    url,
    headers: { host: visitedHost, ...headers },
    ...(method === 'GET' ? {} : { payload: { user_id: known.user } }),
  });
  return response.body;
}

/** URLs of a query about `project`: alone, together with `theirs`, and with each parameter. */
function addressesOf(operation: Operation, project: string, { withValues = true } = {}): string[] {
  const path = pathOf(operation, project);
  const own = operation.query.includes('project') ? [`project=${project}`] : [];
  const beside = (withValues ? operation.query : []).flatMap((name) =>
    valuesOf(name).map((value) => [...own, `${name}=${encodeURIComponent(value)}`]),
  );
  const doubled = ['project=theirs', 'project[]=theirs', 'Project=theirs', 'projects=theirs'];
  const searches = [
    own,
    ...beside,
    ...doubled.flatMap((other) => [
      [...own, other],
      [other, ...own],
    ]),
  ];
  return searches.map((search) => `${path}?${search.join('&')}`);
}

test('a permitted client finds the word with SQL', async () => {
  const search = `project=theirs&query=${encodeURIComponent('SELECT * FROM events')}`;
  const response = await server.app.inject({
    url: `/api/v1/sql?${search}`,
    headers: { host: visitedHost, ...credentialsOf(server.administrator) },
  });
  expect(response.body).toContain(hidden);
});

test('a permitted client finds the word, so the search works', async () => {
  const headers = credentialsOf(server.administrator);
  const seen = [];
  for (const operation of queries()) {
    const [url = ''] = addressesOf(operation, 'theirs');
    if ((await read(operation, url, headers)).includes(hidden)) seen.push(operation.id);
  }
  expect(seen).toEqual(
    expect.arrayContaining([
      'getFilters',
      'getInvocations',
      'getInvocation',
      'exportEvents',
      'exportPerson',
      'streamLive',
    ]),
  );
});

test.each(['a member', 'a read key'])('%s of one project sees nothing of another', async (who) => {
  const headers =
    who === 'a member' ? credentialsOf(server.member) : { 'x-api-key': server.readKey };
  for (const operation of queries()) {
    const project = operation.path.includes('{project}') ? ['mine', 'theirs'] : ['mine'];
    // Both may read the same project, so the parameters need not be tried twice.
    const withValues = who === 'a member';
    for (const url of project.flatMap((id) => addressesOf(operation, id, { withValues }))) {
      const text = await read(operation, url, headers);
      expect(`${url}: ${text.includes(hidden)}`).toBe(`${url}: false`);
    }
  }
});
