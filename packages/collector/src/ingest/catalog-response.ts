import { type Static, Type } from 'typebox';

const PushedCatalog = Type.Object(
  {
    status: Type.Union([Type.Literal('new'), Type.Literal('unchanged')], {
      description: '`unchanged`: it had been stored before',
    }),
    project: Type.String(),
    tool: Type.String(),
    hash: Type.String(),
  },
  { description: 'A stored catalog' },
);
export type PushedCatalog = Static<typeof PushedCatalog>;

export const catalogResponseSchemas = { PushedCatalog };
