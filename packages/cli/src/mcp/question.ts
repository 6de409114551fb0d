import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';
import { type Parameters, query } from '../collector/query-collector.js';
import { type QueryOptions, readCollector, readTime } from '../collector/query-options.js';

/** A tool of the MCP server: one question about how a command-line tool is used. */
export interface Question<Input extends TProperties = TProperties> {
  name: string;
  title: string;
  /** For the model: when to ask it, and what the answer has. */
  description: string;
  input: Input;
  /** Whether the end of a long answer says as much as its beginning. */
  keepsEnd?: boolean;
  /** Resolves with the answer as text, the most important lines first. */
  answer(ask: Ask, input: Static<TObject<Input>>): Promise<string>;
}

/** Checks a question against its own types. */
export function defineQuestion<Input extends TProperties>(question: Question<Input>): Question {
  return question as unknown as Question;
}

/** Queries the collector. */
export type Ask = <Response extends TSchema>(
  path: string,
  response: Response,
  parameters?: Parameters,
) => Promise<Static<Response>>;

/**
 * The key file is read for each question, so that a new key counts at once.
 *
 * @param signal Aborts when the client cancels the question or has gone.
 */
export function createAsk(options: QueryOptions, signal: AbortSignal): Ask {
  const project = options.project || undefined;
  return async (path, response, parameters = {}) =>
    query(readCollector(options), {
      ...{ path, response, signal },
      parameters: { project, ...parameters },
    });
}

/** Input with several values, of which any matches. */
export const anyOf = (description?: string) =>
  Type.Optional(Type.Array(Type.String(), description === undefined ? {} : { description }));

/** Input that selects the runs that a question is about. */
export const scope = {
  from: Type.Optional(
    Type.String({ description: 'Start: ISO 8601, or an age such as 24h or 7d. Default 30d' }),
  ),
  to: Type.Optional(Type.String({ description: 'End, in the same form. Default now' })),
  tool: anyOf(),
  version: anyOf(),
  command: anyOf('Full paths, such as "orbit app create"'),
  cli_context: anyOf('Who ran it: human, agent:<name>, or agent:unknown'),
  operating_system: anyOf(),
  env: anyOf('prod or dev'),
  is_ci: Type.Optional(Type.Boolean({ description: 'Only runs in CI, or only others' })),
};

const times = ['from', 'to', 'first_from', 'first_to'];

/** Query parameters of what {@link scope} describes; further input goes through unchanged. */
export function toParameters(
  input: Readonly<Record<string, unknown>>,
  now = Date.now(),
): Parameters {
  const parameter = (name: string, value: unknown) => {
    if (value === undefined) return undefined;
    if (Array.isArray(value)) return value.map(String);
    return times.includes(name) ? readTime(name, String(value), now) : String(value);
  };
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, parameter(name, value)]),
  );
}
