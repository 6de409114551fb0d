/**
 * An event's place in its invocation as one number, which the engine compares far faster than a
 * tuple: sequence, client's time, time of receipt.
 */
export const placeSql = `bitOr(
  bitShiftLeft(toUInt128(least(sequence, 17592186044415)), 84),
  bitOr(bitShiftLeft(toUInt128(timestamp), 42), toUInt128(received_at)))`;

/** The same, told apart further by the start of the insert id: no two events share it. */
export const exactPlaceSql = `bitOr(
  bitShiftLeft(toUInt256(${placeSql}), 128),
  toUInt256(reinterpretAsUInt128(reverse(rightPad(substring(insert_id, 1, 16), 16, '\\0')))))`;

/** The client's time within an exact place. */
export function placeTime(place: string): string {
  return `toInt64(bitAnd(bitShiftRight(${place}, 170), toUInt256(4398046511103)))`;
}
