import type { PropertyDeclaration } from '@sonde/protocol';

/**
 * The declared type of one property.
 *
 * `Value` is the type that a call site may pass; `Optional` says whether it may be omitted. Created by
 * {@link oneOf}, {@link boolean}, {@link integer}, {@link duration}, {@link version} and {@link slug}.
 */
export interface Property<Value = unknown, Optional extends boolean = boolean> {
  readonly declaration: PropertyDeclaration;
  readonly optional: Optional;
  /**
   * Only for the compiler; never present at run time. Not a symbol, since each entry of the package has
   * its own copy of the types, and the copies must be compatible.
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

/** The values that a call site passes for a {@link PropertySet}; optional ones may be absent or undefined. */
export type PropertyValues<Set extends PropertySet> = {
  [Key in Exclude<keyof Set, OptionalKeys<Set>>]: ValueOf<Set[Key]>;
} & { [Key in OptionalKeys<Set>]?: ValueOf<Set[Key]> | undefined };

const declare = <Declaration extends PropertyDeclaration>(declaration: Declaration) => ({
  declaration,
  optional: false as const,
});

/**
 * One of a fixed list of strings. Any other value is recorded as `other`.
 *
 * Pass literals: an array of type `string[]` does not compile, since it would let free text through.
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

/** An integer from `min` to `max`, both included. Other values are omitted. */
export function integer(range: { min: number; max: number }): Property<number, false> {
  if (!Number.isSafeInteger(range.min) || !Number.isSafeInteger(range.max)) {
    throw new TypeError('integer() needs integers for min and max.');
  }
  return declare({ type: 'integer', min: range.min, max: range.max });
}

/** A duration in milliseconds, recorded rounded. Negative and non-finite values are omitted. */
export function duration(): Property<number, false> {
  return declare({ type: 'duration' });
}

/** A semantic version such as `1.4.0` or `2.0.0-beta.1`, or `main`. Other values are omitted. */
export function version(): Property<string, false> {
  return declare({ type: 'version' });
}

/** Texts that are not identifiers, one per line; a pattern that matches one of them is too loose. */
const freeTexts = 'free text\n/home/someone\nC:\\someone\nsomeone@example.com\na=b\n';

/**
 * An identifier of at most 64 characters that matches the whole `pattern`. Other values are omitted.
 *
 * Throws a `TypeError` if the pattern also matches free text, a path or an e-mail address.
 *
 * @example
 * ```ts
 * slug(/app_[a-z0-9]{1,32}/)
 * ```
 */
export function slug(pattern: RegExp): Property<string, false> {
  const source = pattern.source.replace(/^\^|(?<!\\)\$$/g, '');
  const whole = `^(?:${source})$`;
  // One call for all texts, because V8 compiles a regular expression again on its second use.
  const taken = new RegExp(whole, 'm').exec(freeTexts)?.[0];
  if (taken !== undefined) {
    throw new TypeError(`slug(${pattern}) would match free text such as ${JSON.stringify(taken)}.`);
  }
  return declare({ type: 'slug', pattern: whole });
}

/** Makes a property optional. */
export function optional<Value>(property: Property<Value, false>): Property<Value, true> {
  return { declaration: { ...property.declaration, optional: true }, optional: true };
}

/**
 * Describes a property for the tool's users: what it is and why it is reported.
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
