// Functions that a query may call: those that compute from their arguments alone. None reads a
// table, a file, a setting or the server.

/** Each may end in `If`, with a condition as its last argument. */
const aggregates = `
  count sum avg min max any anyLast argMin argMax uniq uniqExact uniqHLL12 median quantile quantiles
  quantileExact quantilesExact quantileExactInclusive quantilesExactInclusive groupArray
  groupUniqArray topK stddevPop stddevSamp varPop varSamp corr skewPop kurtPop
  windowFunnel`;

const others = `
  row_number rank dense_rank percent_rank ntile lag lead lagInFrame leadInFrame first_value
  last_value nth_value
  toDate toDateTime toDateTime64 toStartOfMinute toStartOfFiveMinutes toStartOfTenMinutes
  toStartOfFifteenMinutes toStartOfHour toStartOfDay toStartOfWeek toStartOfMonth toStartOfQuarter
  toStartOfYear toMonday toYear toQuarter toMonth toISOWeek toDayOfYear toDayOfMonth toDayOfWeek
  toHour toMinute toSecond toYYYYMM toYYYYMMDD toUnixTimestamp toUnixTimestamp64Milli
  fromUnixTimestamp64Milli dateDiff dateTrunc addSeconds addMinutes addHours addDays
  addWeeks addMonths addYears subtractSeconds subtractMinutes subtractHours subtractDays
  subtractWeeks subtractMonths subtractYears now now64 today yesterday formatDateTime toTimeZone
  toIntervalSecond toIntervalMinute toIntervalHour toIntervalDay toIntervalWeek toIntervalMonth
  length lengthUTF8 empty notEmpty lower upper lowerUTF8 upperUTF8 concat concatWithSeparator
  substring substringUTF8 left right position positionUTF8 positionCaseInsensitive startsWith
  endsWith replaceOne replaceAll replaceRegexpOne replaceRegexpAll match extract extractAll
  splitByChar splitByString trim trimLeft trimRight trimBoth reverse leftPad rightPad
  countSubstrings format toString
  abs sign round floor ceil trunc sqrt cbrt exp ln log2 log10 pow greatest least intDiv modulo
  toInt8 toInt16 toInt32 toInt64 toUInt8 toUInt16 toUInt32 toUInt64 toFloat32 toFloat64
  toInt64OrNull toInt64OrZero toUInt64OrNull toUInt64OrZero toFloat64OrNull toFloat64OrZero
  toDateOrNull toDateTimeOrNull parseDateTimeBestEffortOrNull isNaN isFinite cityHash64 sipHash64
  if multiIf coalesce ifNull nullIf isNull isNotNull assumeNotNull transform
  array arrayJoin arrayMap arrayFilter arraySort arrayReverseSort arrayElement arraySum arrayAvg
  arrayMin arrayMax arrayCount arrayExists arrayAll arrayDistinct arrayUniq arrayConcat arraySlice
  arrayReverse arrayFirst arrayFirstIndex arrayLast arrayLastIndex arrayEnumerate arrayZip
  arrayStringConcat arrayCompact arrayCumSum arrayDifference arrayFlatten has hasAny hasAll indexOf
  countEqual range tuple tupleElement
  JSONHas JSONLength JSONType JSONExtractString JSONExtractInt JSONExtractUInt JSONExtractFloat
  JSONExtractBool JSONExtractRaw JSONExtractArrayRaw JSONExtractKeys isValidJSON`;

const names = (list: string): string[] => list.trim().split(/\s+/);

/** Their names, sorted, as the engine writes them. */
export const functionNames: readonly string[] = [
  ...names(aggregates).flatMap((name) => [name, `${name}If`]),
  ...names(others),
].sort();

/** Functions that take constants in parentheses before their arguments: `quantile(0.9)(x)`. */
export const parametricNames: ReadonlySet<string> = new Set(
  [
    'quantile',
    'quantiles',
    'quantileExact',
    'quantilesExact',
    'quantileExactInclusive',
    'quantilesExactInclusive',
    'groupArray',
    'groupUniqArray',
    'topK',
    'windowFunnel',
  ].flatMap((name) => [name, `${name}If`]),
);

const byLowerCase = new Map(functionNames.map((name) => [name.toLowerCase(), name]));

/** The name as the engine writes it; undefined if a query may not call it. Case does not matter. */
export function findFunction(name: string): string | undefined {
  return byLowerCase.get(name.toLowerCase());
}
