import type { Json } from '@sonde/protocol';

/**
 * Reads a value as the type of its property: the value itself if it has this type, the value it
 * means if it has another type but only one meaning; undefined otherwise.
 */
export type ReadValue = (value: Json) => Json | undefined;

export const readBoolean: ReadValue = (value) => {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === '1' || value === 1) return true;
  if (value === 'false' || value === '0' || value === 0) return false;
  return undefined;
};

export const readInteger: ReadValue = (value) => {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? number : undefined;
};

export const readNumber: ReadValue = (value) => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^-?\d{1,15}(\.\d{1,15})?$/.test(value)) return undefined;
  return Number(value);
};
