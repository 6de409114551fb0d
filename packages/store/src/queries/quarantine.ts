import { listedQuarantine, QuarantineReport } from '@sonde/analytics';
import { arrivalParameters, isInRange, isNear } from '../sql/arrivals.js';
import { quarantineField, quarantineKey } from '../sql/quarantined.js';
import { readRange } from '../sql/range.js';
import { rangeParameters } from '../sql/scope.js';
import { defineQuery } from './query.js';

/** A quarantined event counts at its first arrival. */
const quarantined = `SELECT any(code) AS its_code, argMax(tool, received_at) AS its_tool,
    any(event) AS its_event, ${quarantineField} AS its_field, min(received_at) AS at FROM sonde.quarantine
  WHERE ${isNear} GROUP BY ${quarantineKey} HAVING ${isInRange}`;

/** Includes the newest events to list, unless almost all rows are repeats. */
const newestKeys = `SELECT ${quarantineKey} FROM sonde.quarantine
  WHERE ${isNear} AND received_at >= {from:Int64} AND received_at < {to:Int64}
  ORDER BY received_at DESC LIMIT 10000`;

/** Quarantined events by arrival: counts by code, and the newest ones without their content. */
export const quarantine = defineQuery({
  path: '/api/v1/quarantine',
  operation: 'getQuarantine',
  summary: 'Quarantined events and their reasons, by arrival',
  access: { project: 'member' },
  parameters: rangeParameters,
  response: {
    name: 'QuarantineReport',
    description: 'Counts, and the newest events',
    schema: QuarantineReport,
  },
  async read({ db }, input, now) {
    const parameters = arrivalParameters(input.project, readRange(input, now));
    const [codes, groups, recent] = await Promise.all([
      db.rows<{ code: string; events: number }>(
        `SELECT its_code AS code, count() AS events FROM (${quarantined})
         GROUP BY code ORDER BY events DESC, code`,
        parameters,
      ),
      db.rows<{
        tool: string;
        event: string;
        code: string;
        its_field: string;
        events: number;
        last_at: number;
      }>(
        `SELECT its_tool AS tool, its_event AS event, its_code AS code, its_field,
           count() AS events, max(at) AS last_at
         FROM (${quarantined}) GROUP BY tool, event, code, its_field
         ORDER BY events DESC, tool, event, code, its_field LIMIT ${listedQuarantine.groups}`,
        parameters,
      ),
      db.rows<{
        at: number;
        insert_id: string;
        code: string;
        first_field: string | null;
        first_message: string;
      }>(
        `SELECT min(received_at) AS at, insert_id, code,
           argMax((field, message), checked_at).1 AS first_field,
           argMax((field, message), checked_at).2 AS first_message
         FROM sonde.quarantine
         WHERE ${isNear} AND ${quarantineKey} IN (${newestKeys})
         GROUP BY insert_id, code, body_hash HAVING ${isInRange}
         ORDER BY at DESC, insert_id, code LIMIT ${listedQuarantine.recent}`,
        parameters,
      ),
    ]);
    return {
      events: codes.reduce((sum, { events }) => sum + events, 0),
      codes,
      groups: groups.map(({ its_field, last_at, ...group }) => ({
        ...group,
        field: its_field === '' ? null : its_field,
        last_received_at: new Date(last_at).toISOString(),
      })),
      recent: recent.map(({ at, insert_id, code, first_field, first_message }) => ({
        received_at: new Date(at).toISOString(),
        insert_id: insert_id === '' ? null : insert_id,
        code,
        field: first_field,
        message: first_message,
      })),
    };
  },
});
