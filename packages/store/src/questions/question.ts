import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';
import type { Source } from '../queries/source.js';

/** Who may ask: members of the project that it is about, or administrators of the server. */
export type QuestionAccess = { project: 'member' } | 'server-administrator';

/** What a question is told: its parameters, and the project where it is about one. */
export type Asked<Access, Parameters extends TProperties> = Static<TObject<Parameters>> &
  (Access extends { project: string } ? { project: string } : unknown);

/** A question, whole: its address, what it is told, what it answers, and how the store finds that out. */
export interface Question<
  Access extends QuestionAccess = QuestionAccess,
  Parameters extends TProperties = TProperties,
  Answer extends TSchema = TSchema,
> {
  /** A `:name` in it is one of the parameters. */
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
    /** What of it has a name of its own there. */
    parts?: Readonly<Record<string, TSchema>>;
  };
  /** @param now Milliseconds since 1970. */
  read(source: Source, asked: Asked<Access, Parameters>, now: number): Promise<Static<Answer>>;
}

/** Holds a question to its own types. */
export function defineQuestion<
  const Access extends QuestionAccess,
  Parameters extends TProperties,
  Answer extends TSchema,
>(question: Question<Access, Parameters, Answer>): Question<Access, Parameters, Answer> {
  return question;
}

/** A parameter that stands in the path. */
export const idInPath = (description: string) =>
  Type.String({ minLength: 1, maxLength: 512, description });
