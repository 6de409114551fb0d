import { DropReport, ReplayReport } from '@sonde/analytics';
import { type Query, queries } from '@sonde/store';
import { type TSchema, Type } from 'typebox';
import { alertResponseSchemas } from '../alerts/response-schemas.js';
import { forwarderResponseSchemas } from '../forwarders/response-schemas.js';
import { catalogResponseSchemas } from '../ingest/catalog-response.js';
import { lifeResponseSchemas } from '../life/response-schemas.js';
import { IntakeReport } from '../metrics/intake.js';
import { Problem } from '../problem.js';
import { savedResponseSchemas } from '../saved/response-schemas.js';
import { teamResponseSchemas } from '../team/response-schemas.js';

/** One line of the export. */
const ExportedEvent = Type.Object(
  {
    event: Type.String(),
    distinct_id: Type.String(),
    insert_id: Type.String(),
    timestamp: Type.String({ format: 'date-time' }),
    sent_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    received_at: Type.String({ format: 'date-time' }),
    anonymous_id: Type.Union([Type.String(), Type.Null()]),
    user_id: Type.Union([Type.String(), Type.Null()]),
    project_id: Type.Union([Type.String(), Type.Null()]),
    invocation_id: Type.String(),
    sequence: Type.Integer({ minimum: 0 }),
    flow: Type.Union([Type.String(), Type.Null()]),
    flow_run_id: Type.Union([Type.String(), Type.Null()]),
    tool: Type.Optional(Type.String({ description: 'Absent if unknown' })),
    doubtful_time: Type.Boolean({
      description: 'True if the corrected time is implausibly far from received_at',
    }),
    undeclared: Type.Optional(
      Type.String({ description: 'Code of the reason why its catalog does not declare it so' }),
    ),
    properties: Type.Record(Type.String(), Type.Unknown()),
  },
  { description: 'An event as stored' },
);

const EventProblem = Type.Object({
  index: Type.Integer({ minimum: 0, description: 'Position in the request' }),
  insert_id: Type.Union([Type.String(), Type.Null()]),
  code: Type.String({ description: 'Stable; see docs/errors.md' }),
  field: Type.Union([Type.String(), Type.Null()], {
    description: 'Path of the invalid field; null for the whole event',
  }),
  message: Type.String(),
});

const quarantineResponseSchemas = { DropReport, ReplayReport };

const IngestResponse = Type.Object({
  accepted: Type.Integer({ minimum: 0, description: 'Events stored now, without duplicates' }),
  duplicates: Type.Integer({
    minimum: 0,
    description: 'Events known to be stored already; no event is stored twice',
  }),
  quarantined: Type.Array(EventProblem, { description: 'Stored in quarantine, with the reason' }),
  rejected: Type.Array(EventProblem, { description: 'Not stored, because not an object' }),
  catalog_wanted: Type.Optional(Type.Literal(true)),
  catalog_refused: Type.Optional(
    Type.Object(
      { code: Type.String({ description: 'See docs/errors.md' }), message: Type.String() },
      { description: 'The catalog was refused; the events were stored' },
    ),
  ),
});

const DeletionReceipt = Type.Object(
  {
    id: Type.String({ description: 'UUID of the deletion' }),
    anonymous_id: Type.String(),
    events_deleted: Type.Integer({ minimum: 0, description: 'Without repeats' }),
    at: Type.String({ format: 'date-time' }),
  },
  { description: 'The events are deleted' },
);

const Health = Type.Object({ status: Type.Literal('ok') });

const ownSchemas = {
  DeletionReceipt,
  EventProblem,
  ExportedEvent,
  Health,
  IngestResponse,
  IntakeReport,
  Problem,
};

/** The schemas that queries define, by name. */
function querySchemas(): Record<string, TSchema> {
  const answers = Object.values<Query>(queries).map(({ response }) => response);
  return Object.assign(
    {},
    ...answers.map(({ name, schema, parts }) => ({ ...parts, [name]: schema })),
  );
}

function sortByName<Value>(values: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every named schema of the OpenAPI document. */
export const responseSchemas: Readonly<Record<string, TSchema>> = {
  ...sortByName<TSchema>({ ...ownSchemas, ...querySchemas() }),
  ...alertResponseSchemas,
  ...savedResponseSchemas,
  ...forwarderResponseSchemas,
  ...catalogResponseSchemas,
  ...lifeResponseSchemas,
  ...quarantineResponseSchemas,
  ...teamResponseSchemas,
};

type SchemaName =
  | keyof typeof ownSchemas
  | keyof typeof alertResponseSchemas
  | keyof typeof savedResponseSchemas
  | keyof typeof forwarderResponseSchemas
  | keyof typeof catalogResponseSchemas
  | keyof typeof lifeResponseSchemas
  | keyof typeof quarantineResponseSchemas
  | keyof typeof teamResponseSchemas;

/** Refers to a named schema, so that the document and generated clients have names. */
export function refer(name: SchemaName, description: string) {
  return describeResponse(name, description);
}

/** The same for the response of a query. */
export function describeResponse(name: string, description: string) {
  return {
    description,
    content: { 'application/json': { schema: { $ref: `${name}#` } } },
  };
}

/** Documents the error responses of a route. */
export function problems(
  ...statuses: (400 | 401 | 403 | 404 | 408 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503)[]
) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: problemDescriptions[status],
        content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
      },
    ]),
  );
}

const problemDescriptions = {
  400: 'The request is not valid',
  401: 'Not signed in, or the key is missing, unknown or revoked',
  403: 'You may not do this, or not from this origin',
  404: 'It does not exist',
  408: 'The request did not arrive in time',
  409: 'It conflicts with existing data',
  410: 'It no longer exists',
  413: 'The request is too large',
  415: 'The encoding or content type is not supported',
  422: 'The query needs more memory than the store may use',
  429: 'More events arrive than can be stored; see Retry-After',
  500: 'Internal error of the collector',
  503: 'The store cannot respond now; see Retry-After',
} as const;
