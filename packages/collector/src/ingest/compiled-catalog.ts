import {
  type CatalogJson,
  type FlowDeclaration,
  lifecycleEvents,
  type PropertyDeclaration,
  rejectionKinds,
} from '@sonde/protocol';
import { RE2JS } from 're2js';
import {
  anyValue,
  knownProperties,
  type PropertyReaders,
  typedProperties,
} from './known-properties.js';
import { type ReadValue, readBoolean, readInteger, readNumber } from './read-value.js';

/** A catalog in a form in which an event is checked with one look-up per property. */
export interface CompiledCatalog {
  /** The properties of an event; undefined if the catalog does not declare the event. */
  propertiesOf(event: string): PropertyReaders | undefined;
}

type Declarations = Record<string, PropertyDeclaration>;
type Readers = [name: string, read: ReadValue][];

/** The SDK replaces undeclared values of an enumeration by this one. */
const otherValue = 'other';
/** Reasons that no catalog lists. */
const ownReasons = ['cancelled', 'vanished', 'abandoned', otherValue];
/** As in the SDK. */
const versionPattern = /^(main|\d{1,9}\.\d{1,9}\.\d{1,9}([-+][0-9A-Za-z.+-]{1,40})?)$/;
const slugCharactersMax = 64;
/** Longer patterns, which may take long to compile, are not checked. */
const patternCharactersMax = 256;

const lifecycleNames: ReadonlySet<string> = new Set(Object.values(lifecycleEvents));

/** Events are compiled when they first occur. */
export function compileCatalog(catalog: CatalogJson): CompiledCatalog {
  const shared = [...knownProperties, ...compileAll(catalog.invocation_properties)];
  const declared = new Map<string, () => Readers>();
  for (const { name, properties } of catalog.events) {
    declared.set(name, () => compileAll(properties));
  }
  for (const flow of catalog.flows) {
    for (const [name, compile] of listFlowEvents(flow)) declared.set(name, compile);
  }
  const lifecycle = (): Readers => [
    ...(catalog.commands ?? []).flatMap((command) => compileAll(command.arguments)),
    ['kind', compileEnum(rejectionKinds)],
    ['nearest', anyValue],
  ];
  const compiled = new Map<string, PropertyReaders>();
  return {
    propertiesOf(event) {
      const known = compiled.get(event);
      if (known !== undefined) return known;
      const compile = lifecycleNames.has(event) ? lifecycle : declared.get(event);
      if (compile === undefined) return undefined;
      // A catalog cannot redefine the properties that queries read.
      const readers = new Map([...shared, ...compile(), ...typedProperties]);
      compiled.set(event, readers);
      return readers;
    },
  };
}

function listFlowEvents(flow: FlowDeclaration): [name: string, compile: () => Readers][] {
  const common = () => compileAll(flow.properties);
  const step: Readers = [['step', compileEnum(flow.steps)]];
  const reason: Readers = [['reason', compileEnum([...flow.reasons, ...ownReasons])]];
  const event = (
    suffix: string,
    own: Declarations,
    added: Readers = [],
  ): [string, () => Readers] => [
    `${flow.event_prefix} ${suffix}`,
    () => [...common(), ...compileAll(own), ...added],
  ];
  return [
    event('Started', flow.started),
    ...flow.milestones.map(({ name, properties }) => event(name, properties)),
    event('Completed', flow.completed),
    event('Aborted', flow.aborted, [...step, ...reason]),
    event('Failed', flow.failed, step),
  ];
}

function compileAll(declarations: Declarations): Readers {
  return Object.entries(declarations).map(([name, declaration]) => [name, compile(declaration)]);
}

function compile(declaration: PropertyDeclaration): ReadValue {
  switch (declaration.type) {
    case 'enum':
      return compileEnum(declaration.values);
    case 'boolean':
      return readBoolean;
    case 'integer': {
      const { min, max } = declaration;
      return within(readInteger, min, max);
    }
    case 'duration':
      return within(readNumber, 0, Number.MAX_SAFE_INTEGER);
    case 'version':
      return (value) =>
        typeof value === 'string' && versionPattern.test(value) ? value : undefined;
    case 'slug':
      return compileSlug(declaration.pattern);
    default:
      return declaration satisfies never;
  }
}

function compileEnum(values: readonly string[]): ReadValue {
  const known = new Set([...values, otherValue]);
  return (value) => (typeof value === 'string' && known.has(value) ? value : undefined);
}

function within(read: ReadValue, min: number, max: number): ReadValue {
  return (value) => {
    const number = read(value);
    return typeof number === 'number' && number >= min && number <= max ? number : undefined;
  };
}

/**
 * Anyone with a write key can send a catalog. RE2 takes time that grows only with the length of the
 * value, whatever the pattern; what it cannot compile is not checked.
 */
function compileSlug(pattern: string): ReadValue {
  let compiled: RE2JS | null | undefined;
  /** Usually all events of a batch have the same value. */
  let last: string | undefined;
  return (value) => {
    if (typeof value !== 'string' || value.length > slugCharactersMax) return undefined;
    if (value === last) return value;
    compiled ??= tryCompile(pattern);
    if (compiled !== null && !compiled.test(value)) return undefined;
    last = value;
    return value;
  };
}

function tryCompile(pattern: string): RE2JS | null {
  if (pattern.length > patternCharactersMax) return null;
  try {
    return RE2JS.compile(pattern);
  } catch {
    return null;
  }
}
