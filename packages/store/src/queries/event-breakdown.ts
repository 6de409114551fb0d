import {
  type EventTotals,
  formatPropertyCondition,
  listedBreakdownValues,
  numberBins,
  PropertyBreakdown,
  type PropertyCondition,
  toQuantile,
} from '@sonde/analytics';
import { Type } from 'typebox';
import {
  countMatching,
  countOccurrences,
  findOccurrences,
  foldOccurrences,
  type Occurrences,
} from '../sql/event-occurrences.js';
import { numberSql, readValue, valuesSql } from '../sql/property-values.js';
import { readRange } from '../sql/range.js';
import { scopeParameters } from '../sql/scope.js';
import { readView } from '../sql/source.js';
import { eventParameter } from './event.js';
import { defineQuery } from './query.js';

type Breakdown = PropertyBreakdown;

export const eventBreakdown = defineQuery({
  path: '/api/v1/events/:event/breakdown',
  operation: 'getEventBreakdown',
  summary: 'One event by the values of a property',
  access: { project: 'member' },
  parameters: {
    ...eventParameter,
    ...scopeParameters,
    property: Type.String({
      minLength: 1,
      maxLength: 512,
      description: 'Name of a property, declared or not',
    }),
  },
  response: { name: 'PropertyBreakdown', description: 'The counts', schema: PropertyBreakdown },
  async read(source, input, now): Promise<Breakdown> {
    const { project, event, property } = input;
    const view = await readView(source, project, readRange(input, now));
    const head = { event, property };
    const occurrences = await findOccurrences(source.db, view, input, event);
    if (occurrences === null) {
      return { ...head, totals: nothing, values: [], other: null, missing: null, numbers: null };
    }
    const totals = await countOccurrences(occurrences);
    const { values, missing, distinct, spread } = await readValues(occurrences, property);
    const other: PropertyCondition = {
      ...{ property, is: 'other', values: values.map(({ value }) => value) },
    };
    const [others, numbers] = await Promise.all([
      distinct <= listedBreakdownValues ? null : countMatching(occurrences, [other]),
      spread && readNumbers(occurrences, property, spread),
    ]);
    return {
      ...head,
      totals,
      values,
      other: others && {
        values: distinct - listedBreakdownValues,
        condition: formatPropertyCondition(other),
        ...others,
      },
      missing: missing && {
        condition: formatPropertyCondition({ property, is: 'missing' }),
        ...missing,
      },
      numbers,
    };
  },
});

const nothing: EventTotals = { events: 0, invocations: 0, users: 0 };

interface ValueRow extends EventTotals {
  is_whole: number;
  value: string;
  distinct: number;
  least: number;
  greatest: number;
  /** Median and 90th percentile; null without numbers. */
  quantiles: [number | null, number | null];
}

/** Of the numbers among the values. */
interface Spread {
  minimum: number;
  maximum: number;
  p50: number;
  p90: number;
}

/** The most frequent values, and what is known about all. An event without one has the value ''. */
async function readValues(occurrences: Occurrences, property: string) {
  const folded = foldOccurrences(occurrences, {
    value: `arrayJoin(emptyArrayToSingle(${valuesSql(property, 'property')}))`,
  });
  const isNumber = "startsWith(value, 'n')";
  const rows = await occurrences.db.rows<ValueRow>(
    `SELECT grouping(value) AS is_whole, value, toUInt32(sum(its)) AS events,
       toUInt32(count()) AS invocations, toUInt32(uniqExactIf(person, person != 0)) AS users,
       toUInt32(uniqExactIf(value, value != '')) AS distinct,
       minIf(${numberSql('value')}, ${isNumber}) AS least,
       maxIf(${numberSql('value')}, ${isNumber}) AS greatest,
       quantilesExactInclusiveArray(0.5, 0.9)(
         arrayWithConstant(if(${isNumber}, its, 0), ${numberSql('value')})) AS quantiles
     FROM (${folded.sql})
     GROUP BY GROUPING SETS ((value), ())
     ORDER BY is_whole DESC, value = '' DESC, events DESC, value LIMIT ${2 + listedBreakdownValues}`,
    { ...folded.parameters, property },
  );
  const whole = rows.find(({ is_whole }) => is_whole === 1);
  const ofValues = rows.filter(({ is_whole }) => is_whole === 0);
  const missing = ofValues.find(({ value }) => value === '');
  const [p50 = null, p90 = null] = (whole?.quantiles ?? []).map(toQuantile);
  const spread: Spread | null =
    whole === undefined || p50 === null || p90 === null
      ? null
      : { minimum: whole.least, maximum: whole.greatest, p50, p90 };
  return {
    values: ofValues
      .filter(({ value }) => value !== '')
      .slice(0, listedBreakdownValues)
      .map((row) => {
        const value = readValue(row.value);
        const condition = formatPropertyCondition({ property, is: 'value', value });
        return { value, condition, ...toTotals(row) };
      }),
    missing: missing === undefined ? null : toTotals(missing),
    distinct: whole?.distinct ?? 0,
    spread,
  };
}

/** The distribution of the numbers. */
async function readNumbers(
  occurrences: Occurrences,
  property: string,
  spread: Spread,
): Promise<NonNullable<Breakdown['numbers']>> {
  const bins = numberBins(spread.minimum, spread.p90);
  const numbers = `arrayMap(one -> ${numberSql('one')},
    arrayFilter(one -> startsWith(one, 'n'), ${valuesSql(property, 'property')}))`;
  // As texts: the embedded engine's connection refuses whole numbers beyond 2 ** 53.
  const bounds = 'arrayMap(one -> toFloat64(one), {bounds:Array(String)})';
  const folded = foldOccurrences(occurrences, {
    bin: `arrayJoin(arrayDistinct(arrayMap(one -> toInt32(arrayCount(bound -> bound <= one, ${bounds})), ${numbers})))`,
  });
  const rows = await occurrences.db.rows<EventTotals & { bin: number }>(
    `SELECT bin, toUInt32(sum(its)) AS events, toUInt32(count()) AS invocations,
       toUInt32(uniqExactIf(person, person != 0)) AS users
     FROM (${folded.sql}) GROUP BY bin`,
    { ...folded.parameters, property, bounds: bins.map(({ from }) => String(from)) },
  );
  const byBin = new Map(rows.map((row) => [row.bin, row]));
  return {
    ...spread,
    bins: bins.map((bin, i) => ({
      ...bin,
      condition: formatPropertyCondition({ property, is: 'range', ...bin }),
      ...toTotals(byBin.get(i + 1) ?? nothing),
    })),
  };
}

function toTotals({ events, invocations, users }: EventTotals): EventTotals {
  return { events, invocations, users };
}
