import type { jsonSchemaValidator } from '@modelcontextprotocol/server';
import type { TSchema } from 'typebox';
import { Check, Convert, Errors } from 'typebox/value';

/**
 * Takes what agents mean: one value for a list of one, a number for its text, null for nothing. Says
 * which names are unknown, and which values are allowed.
 */
export const inputValidator: jsonSchemaValidator = {
  getValidator: <Input>(schema: TSchema) => {
    return (given: unknown) => {
      const data: unknown = Convert(schema, withoutNulls(given));
      if (Check(schema, data)) {
        return { valid: true, data: data as Input, errorMessage: undefined };
      }
      return { valid: false, data: undefined, errorMessage: describeErrors(schema, data) };
    };
  },
};

function withoutNulls(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

function describeErrors(schema: TSchema, data: unknown): string {
  return Errors(schema, data)
    .filter(({ keyword }) => keyword !== 'boolean')
    .map(({ instancePath, message, params }) => {
      const names = Object.values(params).flatMap((value) => (Array.isArray(value) ? value : []));
      return `${instancePath.slice(1)} ${message}${names.length === 0 ? '' : `: ${names.join(', ')}`}`;
    })
    .join('; ')
    .trim();
}
