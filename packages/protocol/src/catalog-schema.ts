import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { CatalogJson } from './catalog-json.js';
import { toolNamePattern } from './ingest.js';

/** A catalog as JSON is at most this long. */
const catalogCharactersMax = 512_000;

/** Queries find a run as a whole if its events lie within seven days of each other. */
const longestRunMs = 7 * 86_400_000;

// Readers of the catalog use names as object keys.
const key = Type.String({
  pattern: '^(?!(__proto__|constructor|prototype)$)[^\\u0000-\\u001f]{1,64}$',
});
const name = Type.String({ minLength: 1, maxLength: 128 });
const path = Type.String({ minLength: 1, maxLength: 1_024 });
const text = Type.Optional(Type.String({ maxLength: 4_096 }));
const list = <T extends TSchema>(schema: T) => Type.Array(schema, { maxItems: 1_000 });

const describing = { description: text, optional: Type.Optional(Type.Boolean()) };
const Property = Type.Union([
  Type.Object({
    type: Type.Literal('enum'),
    values: list(Type.String({ maxLength: 1_024 })),
    ...describing,
  }),
  Type.Object({ type: Type.Literal('boolean'), ...describing }),
  Type.Object({
    type: Type.Literal('integer'),
    min: Type.Number(),
    max: Type.Number(),
    ...describing,
  }),
  Type.Object({ type: Type.Literal('duration'), ...describing }),
  Type.Object({ type: Type.Literal('version'), ...describing }),
  Type.Object({
    type: Type.Literal('slug'),
    pattern: Type.String({ maxLength: 1_024 }),
    ...describing,
  }),
]);
const Properties = Type.Record(key, Property, { additionalProperties: false, maxProperties: 200 });

const Catalog = Type.Object({
  format: Type.Literal(1),
  tool: Type.String({ pattern: toolNamePattern }),
  purpose: text,
  consent_version: Type.Integer({ minimum: 0 }),
  invocation_properties: Properties,
  events: list(Type.Object({ name, description: text, properties: Properties })),
  flows: list(
    Type.Object({
      name,
      title: Type.String({ maxLength: 256 }),
      event_prefix: name,
      description: text,
      steps: list(name),
      reasons: list(name),
      nested: Type.Optional(Type.Union([Type.Literal('collapse'), Type.Literal('report')])),
      resume_within_ms: Type.Optional(Type.Integer({ minimum: 1, maximum: longestRunMs })),
      milestones: list(
        Type.Object({
          name,
          step: Type.Union([name, Type.Null()]),
          on_path: Type.Boolean(),
          description: text,
          properties: Properties,
        }),
      ),
      properties: Properties,
      started: Properties,
      completed: Properties,
      aborted: Properties,
      failed: Properties,
    }),
  ),
  error_classes: Type.Optional(
    list(Type.Object({ name, codes: Type.Optional(list(Type.String({ maxLength: 128 }))) })),
  ),
  commands: Type.Optional(list(Type.Object({ name: path, arguments: Properties }))),
  usage_errors: Type.Optional(Type.Boolean()),
});

const validator = Compile(Catalog);

/** Whether a value is a valid catalog. */
export function isCatalog(value: unknown): value is CatalogJson {
  return explainCatalog(value) === undefined;
}

/** Why a value is not a valid catalog; undefined if it is one. */
export function explainCatalog(value: unknown): string | undefined {
  if (!validator.Check(value)) {
    const [error] = validator.Errors(value);
    if (error === undefined) return 'not a catalog';
    // Names of the catalog are part of the path.
    return `${error.instancePath.slice(0, 200) || '/'} ${error.message}`;
  }
  const repeated = findRepeated(value);
  if (repeated !== undefined) return repeated;
  if (JSON.stringify(value).length > catalogCharactersMax) {
    return `longer than ${catalogCharactersMax} characters`;
  }
  return undefined;
}

/** Each step and milestone is a stage of the funnel; a repeated name would be counted twice. */
function findRepeated({ flows }: CatalogJson): string | undefined {
  const lists: [where: string, names: string[]][] = [['/flows', flows.map(({ name }) => name)]];
  for (const [index, { steps, milestones }] of flows.entries()) {
    lists.push([`/flows/${index}/steps`, steps]);
    lists.push([`/flows/${index}/milestones`, milestones.map(({ name }) => name)]);
  }
  const [where] = lists.find(([, names]) => new Set(names).size < names.length) ?? [];
  return where === undefined ? undefined : `${where} must not repeat a name`;
}
