import { toolOfRow } from '../../sql/base-filters.js';
import { type Column, id, plain, text } from './sql-view.js';

export const tool: Column = [
  'tool',
  text,
  'The command-line tool',
  (view) => id(toolOfRow(view.soleTool)),
];

/** Properties of all events of an invocation. */
export const base = [
  ...plain(text, {
    command: 'Full command path: `orbit application create`',
    version: 'Version of the tool',
    env: '`prod` or `dev`',
    operating_system: '`linux`, `macos`, `windows`, …',
    arch: 'Architecture: `x64`, `arm64`, …',
    runtime: 'Runtime of the tool',
  }),
  ...plain('Nullable(Bool)', { is_ci: 'Whether it ran in CI' }),
  ...plain(text, {
    ci_name: 'CI vendor',
    cli_context: '`human`, `agent:<name>` or `agent:unknown`',
  }),
  ...plain('Nullable(Bool)', { is_interactive: 'Whether it had a terminal' }),
];

export const ids = plain(
  text,
  { user_id: 'The signed-in user', anonymous_id: 'The installation' },
  id,
);
