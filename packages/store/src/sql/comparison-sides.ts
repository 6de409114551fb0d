import { SondeError } from '@sonde/protocol';
import { Type } from 'typebox';
import { type Condition, type Range, readRange } from './range.js';
import type { ScopeFilters } from './scope.js';

export const compareParameter = {
  compare: Type.String({
    pattern: '^(before|version:.+)$',
    description:
      '`before`: the range of equal length before this one. `version:<version>`: that version in this range; requires `version`, with other versions',
  }),
};

/** One side of a comparison. */
export interface Side {
  range: Range;
  scope: ScopeFilters;
}

export interface Sides {
  own: Side;
  other: Side;
  /** Both together, and which of them are on the other side. */
  both: Side;
  isOther: Condition;
  version: string | null;
}

/**
 * @param columns Of what is compared: when it began, and its version.
 * @throws `parameter_invalid`
 */
export function readSides(
  input: ScopeFilters & { compare: string; from?: string; to?: string },
  now: number,
  columns: { began: string; version: string },
): Sides {
  const range = readRange(input, now);
  const own = { range, scope: input };
  if (input.compare === 'before') {
    const from = range.from - (range.to - range.from);
    return {
      own,
      other: { range: { from, to: range.from }, scope: input },
      both: { range: { from, to: range.to }, scope: input },
      isOther: { sql: `${columns.began} < {middle:Int64}`, parameters: { middle: range.from } },
      version: null,
    };
  }
  const version = input.compare.slice('version:'.length);
  const versions = input.version ?? [];
  if (versions.length === 0 || versions.includes(version)) {
    throw new SondeError('parameter_invalid', {
      detail: 'compare with a version requires version, and other versions than that one',
    });
  }
  return {
    own,
    other: { range, scope: { ...input, version: [version] } },
    both: { range, scope: { ...input, version: [...versions, version] } },
    isOther: { sql: `${columns.version} = {compared:String}`, parameters: { compared: version } },
    version,
  };
}
