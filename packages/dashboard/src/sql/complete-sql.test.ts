import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { completeSql, optionsFor, viewsInReach } from './complete-sql.js';
import { dialectWith } from './sql-language.js';

const column = (name: string) => ({ name, type: 'String', description: `The ${name}` });
const known = {
  views: [
    { name: 'events', description: 'Events', columns: [column('event'), column('version')] },
    { name: 'flow_runs', description: 'Runs', columns: [column('flow'), column('version')] },
  ],
  functions: ['count', 'uniqExact'],
};

/** What is offered at `|`. */
async function offered(text: string, explicit = false): Promise<string[] | null> {
  const dialect = dialectWith(known.functions);
  const state = EditorState.create({ doc: text.replace('|', ''), extensions: dialect.extension });
  const context = new CompletionContext(state, text.indexOf('|'), explicit);
  const result = await completeSql(dialect, known)(context);
  return result?.options.map(({ label }) => label) ?? null;
}

test('columns of the views that a query names are in reach', () => {
  const names = (query: string) => viewsInReach(query, known.views).map(({ name }) => name);
  expect(names('SELECT 1 FROM events')).toEqual(['events']);
  expect(names('SELECT my_events')).toEqual(['events', 'flow_runs']);
  expect(names('')).toEqual(['events', 'flow_runs']);
});

test('each column is offered once, with its type and description, before functions', () => {
  const labels = optionsFor('', known).map(({ label }) => label);
  expect(labels.slice(0, 7)).toEqual([
    ...['event', 'version', 'flow', 'events', 'flow_runs', 'count', 'uniqExact'],
  ]);
  expect(labels).toContain('GROUP BY');
  expect(optionsFor('', known)[0]).toMatchObject({ detail: 'String', info: 'The event' });
});

test('completes words, and columns after the name of a view', async () => {
  expect(await offered('SELECT fl| FROM flow_runs')).toEqual(
    expect.arrayContaining(['flow', 'version', 'count']),
  );
  expect(await offered('SELECT | FROM flow_runs')).toBeNull();
  expect(await offered('SELECT | FROM flow_runs', true)).not.toContain('event');
  expect(await offered('SELECT r.| FROM flow_runs AS r')).toEqual(['flow', 'version']);
  expect(await offered('SELECT events.v| FROM events')).toEqual(['event', 'version']);
});

test('completes nothing in texts and comments', async () => {
  expect(await offered("SELECT 'fl|'")).toBeNull();
  expect(await offered('-- fl|')).toBeNull();
});
