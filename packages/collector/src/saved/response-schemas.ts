import { type Static, Type } from 'typebox';

const time = (description: string) => Type.String({ format: 'date-time', description });
const author = Type.String({ description: 'E-mail of the account, or `anyone` without accounts' });
const mayChange = Type.Boolean({ description: 'Whether the sender of the request may change it' });

const View = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    address: Type.String({ description: 'Path and query of the page, without the project' }),
    is_shared: Type.Boolean({ description: 'Whether everyone who sees the project sees it' }),
    may_change: mayChange,
    created_at: time('When it was saved'),
    created_by: author,
  },
  { description: 'A page with its range and filters, under a name' },
);
export type View = Static<typeof View>;

const ViewList = Type.Object({
  views: Type.Array(View, { description: 'Those that are shared, and your own; oldest first' }),
  home: Type.Array(Type.String(), { description: 'Ids of the views on your home page, in order' }),
});
export type ViewList = Static<typeof ViewList>;

const Annotation = Type.Object(
  {
    id: Type.String(),
    at: time('When it happened'),
    text: Type.String(),
    may_change: mayChange,
    created_at: time('When it was written'),
    created_by: author,
  },
  { description: 'Something that happened, as a mark on the charts' },
);
export type Annotation = Static<typeof Annotation>;

const AnnotationList = Type.Object({
  annotations: Type.Array(Annotation, { description: 'By the time when they happened' }),
});
export type AnnotationList = Static<typeof AnnotationList>;

/** Named schemas of responses about views and annotations. */
export const savedResponseSchemas = { Annotation, AnnotationList, View, ViewList };
