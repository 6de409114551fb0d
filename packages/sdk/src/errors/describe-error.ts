import type { ErrorClassDefinition } from '../catalog/define-catalog.js';

/** Where a failure came from. */
export type ErrorSource = 'user' | 'network' | 'api' | 'filesystem' | 'timeout' | 'internal';

/** What is reported about an error: never its message. */
export interface ErrorDescription {
  error_class: string;
  error_source: ErrorSource;
  http_status?: number;
}

type ErrorClasses = Readonly<Record<string, ErrorClassDefinition>>;

const maxChain = 10;

const sourceByCode: readonly (readonly [RegExp, ErrorSource])[] = [
  [/TIMEDOUT|TIMEOUT/, 'timeout'],
  [
    /^(ECONN|ENOTFOUND|EAI_|EPIPE|EHOST|ENET|UND_ERR_|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_)|SELF_SIGNED/,
    'network',
  ],
  [
    /^E(NOENT|ACCES|PERM|EXIST|ISDIR|NOTDIR|NOTEMPTY|NOSPC|ROFS|MFILE|NFILE|BUSY|XDEV|IO|DQUOT)$/,
    'filesystem',
  ],
  [/^(commander\.|ERR_PARSE_ARGS_)/, 'user'],
];

function field(value: unknown, name: string): unknown {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
    ? (value as unknown as Record<string, unknown>)[name]
    : undefined;
}

/** The error, its cause, the cause of that: wrappers of one error are looked through. */
function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  let current = error;
  while (current != null && chain.length < maxChain && !chain.includes(current)) {
    chain.push(current);
    const errors = field(current, 'errors');
    current = Array.isArray(errors) && errors.length === 1 ? errors[0] : field(current, 'cause');
  }
  return chain;
}

function isRecognised(error: unknown, by: ErrorClassDefinition): boolean {
  try {
    if (typeof by === 'function') return error instanceof by;
    if ('matches' in by) return by.matches(error);
    return [by.code].flat().includes(field(error, 'code') as string);
  } catch {
    return false;
  }
}

function classOf(error: unknown, classes: ErrorClasses): string | undefined {
  for (const [name, by] of Object.entries(classes)) if (isRecognised(error, by)) return name;
  const errors = field(error, 'errors');
  const wrapsOne = Array.isArray(errors) && errors.length === 1;
  const given = field(error, 'name');
  const constructed = field(field(error, 'constructor'), 'name');
  // A name set on the error survives minification, the name of its class does not.
  const name =
    typeof given === 'string' && given !== 'Error' && given !== 'AggregateError'
      ? given
      : typeof constructed === 'string' && constructed.length > 2
        ? constructed
        : undefined;
  if (name !== undefined && name !== 'Error' && name !== 'Object' && !wrapsOne) {
    return /^[A-Za-z_$][\w$]{1,63}$/.test(name) ? name : undefined;
  }
  // A system error is of class Error and says what it is by its code, for example ECONNREFUSED.
  const code = field(error, 'code');
  return typeof field(error, 'syscall') === 'string' &&
    typeof code === 'string' &&
    /^E[A-Z0-9_]{2,31}$/.test(code)
    ? code
    : undefined;
}

function statusOf(error: unknown): number | undefined {
  const candidates = [
    field(error, 'status'),
    field(error, 'statusCode'),
    field(error, 'httpStatus'),
    field(field(error, 'response'), 'status'),
    field(field(error, 'response'), 'statusCode'),
  ];
  return candidates.find(
    (status): status is number =>
      Number.isInteger(status) && Number(status) >= 100 && Number(status) <= 599,
  );
}

function sourceOf(error: unknown): ErrorSource | undefined {
  const name = String(field(error, 'name') ?? '');
  if (/Timeout/.test(name)) return 'timeout';
  const code = field(error, 'code');
  if (typeof code === 'string') {
    for (const [pattern, source] of sourceByCode) if (pattern.test(code)) return source;
  }
  return /Usage|Validation|InvalidArgument/.test(name) ? 'user' : undefined;
}

/**
 * Describes an error without its message: the first informative class in its chain of causes, where
 * it came from, and the HTTP status it carries.
 */
export function describeError(error: unknown, classes: ErrorClasses = {}): ErrorDescription {
  const chain = chainOf(error);
  const first = <Value>(find: (error: unknown) => Value | undefined): Value | undefined =>
    chain.map(find).find((found) => found !== undefined);
  const status = first(statusOf);
  return {
    error_class: first((link) => classOf(link, classes)) ?? 'unknown',
    error_source: first(sourceOf) ?? (status === undefined ? 'internal' : 'api'),
    ...(status !== undefined && { http_status: status }),
  };
}

const cancellations = new Set(['ExitPromptError', 'AbortPromptError', 'AbortError']);

/** Whether an error means that the user stopped the tool: a prompt that was left, or an abort. */
export function isCancellation(error: unknown): boolean {
  return chainOf(error).some((link) => cancellations.has(String(field(link, 'name'))));
}
