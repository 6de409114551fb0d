import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';
import type { Source } from '../sql/source.js';

/** Who may query: members of the project, or administrators of the server. */
export type QueryAccess = { project: 'member' } | 'server-administrator';

/** The input of a query: its parameters, and the project if it concerns one. */
export type QueryInput<Access, Parameters extends TProperties> = Static<TObject<Parameters>> &
  (Access extends { project: string } ? { project: string } : unknown);

/** A complete query: its path, parameters, response and query. */
export interface Query<
  Access extends QueryAccess = QueryAccess,
  Parameters extends TProperties = TProperties,
  ResponseSchema extends TSchema = TSchema,
> {
  /** Each `:name` in it is a parameter. */
  path: string;
  /** Its name in the OpenAPI document. */
  operation: string;
  summary: string;
  access: Access;
  parameters: Parameters;
  response: {
    /** Name of the schema in the OpenAPI document. */
    name: string;
    description: string;
    schema: ResponseSchema;
    /** Parts of the response with their own schema names there. */
    parts?: Readonly<Record<string, TSchema>>;
  };
  /** @param now Milliseconds since 1970. */
  read(
    source: Source,
    input: QueryInput<Access, Parameters>,
    now: number,
  ): Promise<Static<ResponseSchema>>;
}

/** Checks a query against its own types. */
export function defineQuery<
  const Access extends QueryAccess,
  Parameters extends TProperties,
  ResponseSchema extends TSchema,
>(query: Query<Access, Parameters, ResponseSchema>): Query<Access, Parameters, ResponseSchema> {
  return query;
}

/** A parameter in the path. */
export const idInPath = (description: string) =>
  Type.String({ minLength: 1, maxLength: 512, description });
