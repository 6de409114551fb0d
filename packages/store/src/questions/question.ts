import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';
import type { Source } from '../queries/source.js';

/** Who may query: members of the project, or administrators of the server. */
export type QuestionAccess = { project: 'member' } | 'server-administrator';

/** The input of a question: its parameters, and the project if it concerns one. */
export type Asked<Access, Parameters extends TProperties> = Static<TObject<Parameters>> &
  (Access extends { project: string } ? { project: string } : unknown);

/** A complete question: its path, parameters, response and query. */
export interface Question<
  Access extends QuestionAccess = QuestionAccess,
  Parameters extends TProperties = TProperties,
  Answer extends TSchema = TSchema,
> {
  /** Each `:name` in it is a parameter. */
  path: string;
  /** Its name in the OpenAPI document. */
  operation: string;
  summary: string;
  access: Access;
  parameters: Parameters;
  answer: {
    /** Name of the schema in the OpenAPI document. */
    name: string;
    description: string;
    schema: Answer;
    /** Parts of the response with their own schema names there. */
    parts?: Readonly<Record<string, TSchema>>;
  };
  /** @param now Milliseconds since 1970. */
  read(source: Source, asked: Asked<Access, Parameters>, now: number): Promise<Static<Answer>>;
}

/** Checks a question against its own types. */
export function defineQuestion<
  const Access extends QuestionAccess,
  Parameters extends TProperties,
  Answer extends TSchema,
>(question: Question<Access, Parameters, Answer>): Question<Access, Parameters, Answer> {
  return question;
}

/** A parameter in the path. */
export const idInPath = (description: string) =>
  Type.String({ minLength: 1, maxLength: 512, description });
