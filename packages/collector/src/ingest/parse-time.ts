const pattern =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):(\d\d))$/;

const canonical = /^\d{4}-(?:0\d|1[0-2])-[0-3]\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Start of the accepted years, in milliseconds since 1970. */
const firstTime = Date.UTC(2000, 0, 1);
/** End of the accepted years, exclusive. */
const lastTime = Date.UTC(2100, 0, 1);

/**
 * Parses an ISO 8601 time with a zone into milliseconds since 1970.
 *
 * NaN for anything else, also for dates that do not exist and years outside 2000 to 2099:
 * `Date.parse` would turn 30 February into a day in March.
 *
 * @example
 * ```ts
 * parseTime('2026-01-31T12:00:00.000Z'); // 1769860800000
 * parseTime('2026-02-30T12:00:00.000Z'); // NaN
 * ```
 */
export function parseTime(text: string): number {
  // The form that nearly all clients send.
  if (canonical.test(text)) {
    const time = Date.parse(text);
    const isReal = new Date(time).getUTCDate() === Number(text.slice(8, 10));
    return isReal ? within(time) : Number.NaN;
  }
  const match = pattern.exec(text);
  if (match === null) return Number.NaN;
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second = '0',
    fraction = '',
    sign,
    zoneHour,
    zoneMinute,
  ] = match;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return Number.NaN;
  if (Number(zoneHour ?? 0) > 23 || Number(zoneMinute ?? 0) > 59) return Number.NaN;
  const dayStart = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (new Date(dayStart).toISOString().slice(0, 10) !== `${year}-${month}-${day}`)
    return Number.NaN;
  const local =
    dayStart + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + milliseconds;
  const offset = (Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0)) * 60_000;
  return within(sign === '-' ? local + offset : local - offset);
}

function within(time: number): number {
  return time >= firstTime && time < lastTime ? time : Number.NaN;
}
