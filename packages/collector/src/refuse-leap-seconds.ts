import type { FastifyServerOptions } from 'fastify';

type OnCreate = NonNullable<NonNullable<FastifyServerOptions['ajv']>['onCreate']>;

/** Lets the format `date-time` refuse what no clock here has: JavaScript cannot read leap seconds. */
export const refuseLeapSeconds: OnCreate = (ajv) => {
  const format = ajv.formats['date-time'];
  if (typeof format !== 'object' || !('validate' in format)) {
    throw new Error('The validator has no format date-time');
  }
  const isDateTime = format.validate as (text: string) => boolean;
  ajv.addFormat('date-time', {
    type: 'string',
    validate: (text: string) => isDateTime(text) && !Number.isNaN(Date.parse(text)),
  });
};
