import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false };

const name = Type.String({
  minLength: 1,
  maxLength: 512,
  description: 'a text of 1 to 512 characters',
});
const names = Type.Array(name, { description: 'a list of names' });

/** Everything, only these, or all but these. */
const choice = (what: string) =>
  Type.Object(
    { include: Type.Optional(names), exclude: Type.Optional(names) },
    { ...closed, description: `a mapping of include and exclude, each a list of ${what}` },
  );

const value = Type.Union([Type.String(), Type.Number(), Type.Boolean()], {
  description: 'a text, a number, true or false',
});

const address = (description: string) =>
  Type.String({ pattern: '^https?://[^\\s/?#]+[^\\s]*$', description });

const file = (description: string) => Type.String({ minLength: 1, description });

const renames = Type.Record(Type.String(), name, {
  description: 'a mapping from a name to the name to send',
});

const Forwarder = Type.Object(
  {
    type: Type.Union(
      ['segment', 'amplitude', 'posthog', 'webhook', 'sonde'].map((type) => Type.Literal(type)),
      { description: 'segment, amplitude, posthog, webhook or sonde' },
    ),
    endpoint: Type.Optional(address('an address with https:// or http://')),
    key_file: file('the path of a file with the key, relative to this file'),
    projects: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$', description: 'a project' }), {
        minItems: 1,
        description: 'a list of at least one project',
      }),
    ),
    format: Type.Optional(
      Type.Union([Type.Literal('json'), Type.Literal('ndjson')], { description: 'json or ndjson' }),
    ),
    filter: Type.Optional(
      Type.Object(
        {
          events: Type.Optional(choice('event names')),
          where: Type.Optional(
            Type.Record(
              Type.String(),
              Type.Union([value, Type.Array(value, { minItems: 1, description: 'a list' })], {
                description: 'a value, or a list of at least one value',
              }),
              { description: 'a mapping from a property to its value, or to a list of values' },
            ),
          ),
        },
        { ...closed, description: 'a mapping of events and where' },
      ),
    ),
    rename: Type.Optional(
      Type.Object(
        { events: Type.Optional(renames), properties: Type.Optional(renames) },
        { ...closed, description: 'a mapping of events and properties' },
      ),
    ),
    properties: Type.Optional(choice('property names')),
    sample: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description: 'the share of persons to send, from 0 to 1',
      }),
    ),
    batch: Type.Optional(
      Type.Object(
        {
          events: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 1_000,
              description: 'a whole number from 1 to 1000',
            }),
          ),
          bytes: Type.Optional(
            Type.Integer({
              minimum: 1_000,
              maximum: 10_000_000,
              description: 'a whole number from 1000 to 10000000',
            }),
          ),
          interval_seconds: Type.Optional(
            Type.Number({
              minimum: 0,
              maximum: 3_600,
              description: 'a number of seconds from 0 to 3600',
            }),
          ),
        },
        { ...closed, description: 'a mapping of events, bytes and interval_seconds' },
      ),
    ),
    deletion_key_file: Type.Optional(
      file('the path of a file with the key for deletions, relative to this file'),
    ),
    deletion_endpoint: Type.Optional(address('an address with https:// or http://')),
    posthog_project: Type.Optional(
      Type.Integer({ minimum: 1, description: 'the number of the project at PostHog' }),
    ),
  },
  {
    ...closed,
    description:
      'a mapping of type, endpoint, key_file, projects, filter, rename, properties, sample, batch and others; see docs/forwarders.md',
  },
);
export type ForwarderDeclaration = Static<typeof Forwarder>;

/** The part `forwarders` of the configuration file. */
export const ForwarderDeclarations = Type.Record(
  Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' }),
  Forwarder,
  {
    ...closed,
    description:
      'a mapping of forwarders by id: 1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit',
  },
);
export type ForwarderDeclarations = Static<typeof ForwarderDeclarations>;
