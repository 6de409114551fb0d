import type { PropertyDeclaration } from '@sonde/protocol';

/**
 * The declared type of one property.
 *
 * `Value` is what a call site may pass; `Optional` says whether it may be left out. Made by
 * {@link oneOf}, {@link boolean}, {@link integer}, {@link duration}, {@link version} and {@link slug}.
 */
export interface Property<Value = unknown, Optional extends boolean = boolean> {
  readonly declaration: PropertyDeclaration;
  readonly optional: Optional;
  /**
   * Only for the compiler; never present at run time. Not a symbol: each entry of the package has types
   * of its own, and those of one must fit those of another.
   */
  readonly valueType?: Value;
}

/** A property whose values are listed: {@link oneOf}. */
export interface Enumeration<Value = unknown, Optional extends boolean = boolean>
  extends Property<Value, Optional> {
  readonly declaration: Extract<PropertyDeclaration, { type: 'enum' }>;
}

/** Declared properties by name. */
export type PropertySet = Readonly<Record<string, Property>>;

type ValueOf<P> = P extends Property<infer Value, boolean> ? Value : never;

type OptionalKeys<Set extends PropertySet> = {
  [Key in keyof Set]: Set[Key] extends Property<unknown, true> ? Key : never;
}[keyof Set];

/** What a call site passes for a {@link PropertySet}: required keys, and optional ones that may be absent or undefined. */
export type PropertyValues<Set extends PropertySet> = {
  [Key in Exclude<keyof Set, OptionalKeys<Set>>]: ValueOf<Set[Key]>;
} & { [Key in OptionalKeys<Set>]?: ValueOf<Set[Key]> | undefined };

const declare = <Declaration extends PropertyDeclaration>(declaration: Declaration) => ({
  declaration,
  optional: false as const,
});

/**
 * One of a fixed list of texts. A value that is not listed is recorded as `other`.
 *
 * The list must be written out: an array of type `string[]` does not compile, since it would let
 * free text through.
 *
 * @example
 * ```ts
 * oneOf('upgrade', 'downgrade')
 * ```
 */
export function oneOf<const Values extends readonly [string, ...string[]]>(
  ...values: string extends Values[number] ? [never] : Values
): Enumeration<Values[number], false> {
  return declare({ type: 'enum' as const, values: [...(values as readonly string[])] });
}

/** True or false. */
export function boolean(): Property<boolean, false> {
  return declare({ type: 'boolean' });
}

/** A whole number between `min` and `max`, both included. Others are left out. */
export function integer(range: { min: number; max: number }): Property<number, false> {
  if (!Number.isSafeInteger(range.min) || !Number.isSafeInteger(range.max)) {
    throw new TypeError('integer() needs whole numbers for min and max.');
  }
  return declare({ type: 'integer', min: range.min, max: range.max });
}

/** A length of time in milliseconds; recorded rounded, and left out when negative or not finite. */
export function duration(): Property<number, false> {
  return declare({ type: 'duration' });
}

/** A semantic version such as `1.4.0` or `2.0.0-beta.1`, or `main`. Others are left out. */
export function version(): Property<string, false> {
  return declare({ type: 'version' });
}

/** Texts that no identifier looks like, one a line; a pattern that takes one of them would take anything. */
const freeTexts = 'free text\n/home/someone\nC:\\someone\nsomeone@example.com\na=b\n';

/**
 * A short identifier that matches `pattern` as a whole, at most 64 characters. Others are left out.
 *
 * Throws a `TypeError` where the catalog is defined when the pattern would also take free text, a
 * path or an e-mail address.
 *
 * @example
 * ```ts
 * slug(/app_[a-z0-9]{1,32}/)
 * ```
 */
export function slug(pattern: RegExp): Property<string, false> {
  const source = pattern.source.replace(/^\^|(?<!\\)\$$/g, '');
  const whole = `^(?:${source})$`;
  // All at once: V8 compiles an expression anew when it is used for the second time.
  const taken = new RegExp(whole, 'm').exec(freeTexts)?.[0];
  if (taken !== undefined) {
    throw new TypeError(`slug(${pattern}) would take free text such as ${JSON.stringify(taken)}.`);
  }
  return declare({ type: 'slug', pattern: whole });
}

/** Lets a property be left out. */
export function optional<Value>(property: Property<Value, false>): Property<Value, true> {
  return { declaration: { ...property.declaration, optional: true }, optional: true };
}

/**
 * Says what a property is and why it is reported, for the tool's users to read.
 *
 * @example
 * ```ts
 * describe('The plan that was chosen.', oneOf('free', 'pro'))
 * ```
 */
export function describe<Declared extends Property>(
  description: string,
  property: Declared,
): Declared {
  return { ...property, declaration: { ...property.declaration, description } };
}
