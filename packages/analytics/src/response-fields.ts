/** Field types that responses are made of. */
import { type TSchema, Type } from 'typebox';

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const isoTime = (description: string) => Type.String({ format: 'date-time', description });

export const count = (description: string) => Type.Integer({ minimum: 0, description });

export const ratio = (description: string) => Nullable(Type.Number({ minimum: 0, description }));

export const milliseconds = (description: string) =>
  Nullable(Type.Number({ minimum: 0, description }));

export const toolName = Type.String({ description: 'Empty if unknown' });

export const flowTools = Type.Array(Type.String(), {
  description: 'Tools whose catalogs declare the flow, by name',
});

export const declarations = ['now', 'no_longer', 'not_yet', 'never'] as const;
export type Declaration = (typeof declarations)[number];

export const declaration = (what: string) =>
  Type.Enum(declarations, {
    description: `Whether the catalog of the newest version seen declares ${what} (\`now\`), only older catalogs do (\`no_longer\`), only a catalog that no version has used yet (\`not_yet\`), or no catalog (\`never\`)`,
  });
