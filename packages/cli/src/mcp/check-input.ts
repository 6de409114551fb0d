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
      const data = convert(schema, given);
      if (Check(schema, data)) {
        return { valid: true, data: data as Input, errorMessage: undefined };
      }
      return { valid: false, data: undefined, errorMessage: describeErrors(schema, data) };
    };
  },
};

function convert(schema: TSchema, given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  const named = Object.entries(given).filter(([, value]) => value !== null);
  const converted = Convert(schema, Object.fromEntries(named)) as Record<string, unknown>;
  // Convert makes an integer of 1.5, which is no valid input.
  const numbers = named.filter(
    ([name, value]) => typeof value === 'number' && typeof converted[name] === 'number',
  );
  return { ...converted, ...Object.fromEntries(numbers) };
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
