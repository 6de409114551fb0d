import type { Limits } from '@sonde/protocol';
import { type Static, type TSchema, Type } from 'typebox';
import { families } from './clients/families.js';
import { ForwarderDeclarations } from './forwarders/config-schema.js';

// Every part has a description. Editors show it, and errors use it in "… must be …".

const closed = { additionalProperties: false };

/** Above these, one client could use up the memory or the store. */
const largestLimits: Limits = {
  bodyBytes: 64_000_000,
  decompressedBytes: 64_000_000,
  clientBodyBytes: 64_000_000,
  clientDecompressedBytes: 64_000_000,
  eventsPerRequest: 20_000,
  eventBytes: 1_000_000,
  propertiesPerEvent: 1_000,
  eventNameCharacters: 512,
  idCharacters: 512,
  propertyKeyCharacters: 512,
  stringValueCharacters: 65_536,
  itemsPerList: 1_000,
  pastDays: 36_500,
  futureDays: 36_500,
};

/** A century: more than anyone needs, and within the range of valid dates. */
export const retentionMonthsMax = 1_200;

const limit = (maximum: number) =>
  Type.Optional(
    Type.Integer({ minimum: 1, maximum, description: `a whole number from 1 to ${maximum}` }),
  );

const hash = Type.String({
  pattern: '^sha256:[0-9a-f]{64}$',
  description:
    'the hash of a key from sonde-collector key create: sha256: and 64 hexadecimal digits',
});

const text = Type.String({
  minLength: 1,
  maxLength: 128,
  description: 'a text of 1 to 128 characters',
});

const key = Type.Union(
  [
    hash,
    Type.Object(
      {
        hash,
        kind: Type.Union([Type.Literal('write'), Type.Literal('read')], {
          description: 'write or read',
        }),
        name: Type.Optional(text),
      },
      { ...closed, description: 'a mapping with the hash of a key, its kind, and its name' },
    ),
  ],
  {
    description:
      'the hash of a write key from sonde-collector key create (sha256: and 64 hexadecimal digits), or a mapping of hash, kind and name',
  },
);

const project = Type.Object(
  {
    title: Type.Optional(text),
    keys: Type.Optional(Type.Array(key, { description: 'a list of hashes of keys' })),
    catalogs: Type.Optional(
      Type.Array(
        Type.String({
          minLength: 1,
          description: 'the path of a catalog as JSON, relative to this file',
        }),
        { description: 'a list of paths of catalogs' },
      ),
    ),
    retention_months: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1, maximum: retentionMonthsMax }), Type.Null()], {
        description: `a whole number of months from 1 to ${retentionMonthsMax}, or null to keep events for ever`,
      }),
    ),
    undeclared: Type.Optional(
      Type.Union([Type.Literal('accept'), Type.Literal('quarantine')], {
        description: 'accept or quarantine: what happens to events that no catalog declares',
      }),
    ),
  },
  { ...closed, description: 'a mapping of title, keys, catalogs, retention_months and undeclared' },
);

const openid = Type.Object(
  {
    issuer: Type.String({
      // Without TLS only on this machine.
      pattern:
        '^(https://[^/?#\\s]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?)(/[^?#\\s]*)?$',
      description: 'the issuer of the provider, with https, exactly as in its discovery document',
    }),
    client_id: Type.String({
      minLength: 1,
      description: 'the client id at the provider',
    }),
    client_secret_file: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'the path of a file with the client secret, relative to this file',
      }),
    ),
    allowed_domains: Type.Array(
      Type.String({
        pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
        description: 'a domain in lower case, such as example.org',
      }),
      { minItems: 1, description: 'a list of at least one domain of e-mail addresses' },
    ),
    name: Type.Optional(text),
  },
  {
    ...closed,
    description: 'a mapping of issuer, client_id, client_secret_file, allowed_domains and name',
  },
);

const projectId = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]{0,62}$',
  description: 'the id of a project',
});

const keyless = Type.Object(
  {
    project: projectId,
    header: Type.Optional(
      Type.String({
        pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$",
        description: 'the name of a request header',
      }),
    ),
    projects: Type.Optional(
      Type.Record(Type.String({ minLength: 1, maxLength: 128 }), projectId, {
        description: 'a mapping of values of the header to projects',
      }),
    ),
    families: Type.Optional(
      Type.Array(Type.Union(families.map(({ name }) => Type.Literal(name))), {
        minItems: 1,
        description: 'a list of families of clients, for example segment',
      }),
    ),
  },
  { ...closed, description: 'a mapping of project, header, projects and families' },
);

const smtp = Type.Object(
  {
    host: Type.String({ minLength: 1, description: 'the name of the mail server' }),
    port: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 65_535, description: 'a port; 465 for tls, else 587' }),
    ),
    security: Type.Optional(
      Type.Union([Type.Literal('tls'), Type.Literal('starttls'), Type.Literal('none')], {
        description: 'tls, starttls or none',
      }),
    ),
    user: Type.Optional(Type.String({ minLength: 1, description: 'the user of the login' })),
    password_file: Type.Optional(
      Type.String({ minLength: 1, description: 'the path of a file with the password' }),
    ),
    from: Type.String({
      pattern: '^[^\\s@<>,;:"]+@[^\\s@<>,;:"]+$',
      description: 'the address of the sender',
    }),
    ca_file: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'the path of a file with the certificate of the authority, as PEM',
      }),
    ),
  },
  {
    ...closed,
    description: 'a mapping of host, port, security, user, password_file, from and ca_file',
  },
);

const alerts = Type.Object(
  {
    allow_private_addresses: Type.Optional(
      Type.Boolean({
        description:
          'true or false: whether webhooks of alerts may go to this machine and private networks',
      }),
    ),
    smtp: Type.Optional(smtp),
  },
  { ...closed, description: 'a mapping of allow_private_addresses and smtp' },
);

/** The configuration file, parsed from YAML or JSON. */
export const ConfigFile = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'the address of the schema, for editors' })),
    projects: Type.Optional(
      Type.Record(Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' }), project, {
        ...closed,
        minProperties: 1,
        description:
          'a mapping of at least one project by id: 1 to 63 of a-z, 0-9, _ and -, beginning with a letter or digit',
      }),
    ),
    keyless: Type.Optional(keyless),
    openid: Type.Optional(openid),
    forwarders: Type.Optional(ForwarderDeclarations),
    alerts: Type.Optional(alerts),
    limits: Type.Optional(
      Type.Object(
        Object.fromEntries(
          Object.entries(largestLimits).map(([name, maximum]) => [name, limit(maximum)]),
        ),
        { ...closed, description: 'a mapping of limits; see docs/protocol.md' },
      ),
    ),
  },
  {
    ...closed,
    description: 'a mapping of projects, keyless, openid, forwarders, alerts and limits',
  },
);
export type ConfigFile = Static<typeof ConfigFile>;

/** The schema for editors, in a draft that all of them support. */
export const publishedSchema: TSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Configuration of sonde-collector',
  ...ConfigFile,
};
