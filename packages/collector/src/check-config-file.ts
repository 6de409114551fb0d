import { Compile } from 'typebox/compile';
import type { ConfigDocument, Fail } from './config-document.js';
import { ConfigFile } from './config-file-schema.js';

const validator = Compile(ConfigFile);
type Fault = ReturnType<typeof validator.Errors>[number];

/**
 * Validates a document against the schema. Throws the error that `fail` makes for the first fault
 * in the file.
 */
export function checkConfigFile(document: ConfigDocument, fail: Fail): ConfigFile {
  const { value, findPlace } = document;
  if (validator.Check(value)) return value;
  const faults = validator.Errors(value);
  const [first] = faults
    // A fault inside an entry is more precise than one about the entry.
    .filter(
      ({ instancePath }) =>
        !faults.some((other) => other.instancePath.startsWith(`${instancePath}/`)),
    )
    .map((fault) => ({ fault, path: readPath(fault.instancePath) }))
    .map(({ fault, path }) => ({ fault, path, place: findPlace(path) }))
    .sort(
      (a, b) =>
        a.place.line - b.place.line ||
        a.place.column - b.place.column ||
        rank(a.fault) - rank(b.fault),
    );
  if (first === undefined) throw fail('it is not valid');
  const { fault, path, place } = first;
  throw fail(describeFault(fault, path), place);
}

/**
 * Order of the faults of one entry: missing properties, then allowed alternatives, then why each
 * alternative does not match.
 */
const rank = ({ keyword }: Fault): number => ({ required: 0, anyOf: 1 })[keyword as string] ?? 2;

const readPath = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

function describeFault({ keyword, schemaPath, params }: Fault, path: readonly string[]): string {
  const name = path.join('.') || 'the file';
  // The schema of the property is `false`.
  if (keyword === 'boolean') {
    const parent = path.slice(0, -1).join('.') || 'the file';
    const { properties, description } = findSchema(
      schemaPath.replace(/\/additionalProperties$/, ''),
    );
    if (properties === undefined) return `${name} is not allowed: ${parent} must be ${description}`;
    const known = Object.keys(properties).filter((property) => property !== '$schema');
    return `${name} is unknown; ${parent} may have ${known.join(', ')}`;
  }
  if (keyword === 'required') {
    return `${name} needs ${(params as { requiredProperties: string[] }).requiredProperties.join(', ')}`;
  }
  return `${name} must be ${findSchema(schemaPath).description}`;
}

/** The part of the schema that a fault refers to. */
function findSchema(schemaPath: string): { properties?: object; description?: string } {
  return schemaPath
    .split('/')
    .slice(1)
    .reduce<unknown>((part, name) => Object(part)[name], ConfigFile) as ReturnType<
    typeof findSchema
  >;
}
