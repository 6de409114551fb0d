import { Type } from 'typebox';

/** The query parameter of every route about one project. */
export const projectParameter = Type.Optional(
  Type.String({
    description: 'Project to query. Default: the only one you can see, or `default`',
  }),
);
