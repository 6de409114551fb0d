const dayMs = 86_400_000;
/** Up to the year 9999; what lies outside is written with a sign and more digits. */
const endOfFourDigits = 253_402_300_800_000;

/**
 * Formats a time like `Date.prototype.toISOString`, whose first use costs a process a tenth of a
 * millisecond.
 *
 * @param time Whole milliseconds since 1970.
 */
export function isoTime(time: number): string {
  if (!(time >= 0 && time < endOfFourDigits)) return new Date(time).toISOString();
  const digits = (value: number, length: number) => String(value).padStart(length, '0');
  const days = Math.floor(time / dayMs);
  const ms = time - days * dayMs;
  // Days since 1 March of the year 0, so that a leap day is the last of its year, in eras of
  // 400 years, which all have the same length.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const date = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = Math.floor(ms / 1_000) % 60;
  return `${date}T${digits(hours, 2)}:${digits(minutes, 2)}:${digits(seconds, 2)}.${digits(ms % 1_000, 3)}Z`;
}
