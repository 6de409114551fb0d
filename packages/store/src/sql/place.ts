/**
 * An event's place in its invocation as one number, which the engine compares much faster than a
 * tuple: sequence, client's time, corrected time, position in its request, start of the insert id.
 */
export const placeSql = `bitOr(
  bitShiftLeft(toUInt256(bitOr(
    bitShiftLeft(toUInt128(least(sequence, 17592186044415)), 84),
    bitOr(bitShiftLeft(toUInt128(timestamp), 42), toUInt128(corrected_time)))), 128),
  toUInt256(bitOr(
    bitShiftLeft(toUInt128(least(position, 16777215)), 104),
    reinterpretAsUInt128(reverse(rightPad(substring(insert_id, 1, 13), 13, '\\0'))))))`;

/** The client's time in a place. */
export function placeTime(place: string): string {
  return `toInt64(bitAnd(bitShiftRight(${place}, 170), toUInt256(4398046511103)))`;
}

/** The corrected time in a place. */
export function correctedTimeOf(place: string): string {
  return `toInt64(bitAnd(bitShiftRight(${place}, 128), toUInt256(4398046511103)))`;
}

/** A number by which the event that an invocation began with is the smallest. */
export const startOfRow =
  'bitOr(bitShiftLeft(toUInt64(least(sequence, 4194303)), 42), toUInt64(corrected_time))';

/** The corrected time in a number of {@link startOfRow}. */
export function startTime(start: string): string {
  return `toInt64(bitAnd(${start}, 4398046511103))`;
}

/** The result of `startTime` of `@sonde/analytics` for a group of rows. */
export const startSql = startTime(`min(${startOfRow})`);
