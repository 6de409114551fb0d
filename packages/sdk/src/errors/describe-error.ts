import type { ErrorClassDefinition } from '../catalog/define-catalog.js';

/** Where a failure came from. */
export const errorSources = [
  'user',
  'network',
  'api',
  'filesystem',
  'timeout',
  'internal',
] as const;
export type ErrorSource = (typeof errorSources)[number];

/** The reported fields of an error, which never include its message. */
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
    /^(ECONN|ENOTCONN|ENOTFOUND|ENODATA|ESERVFAIL|EREFUSED|EADDR|EAI_|EPIPE|EPROTO|EHOST|ENET|UND_ERR_|HPE_|CERT_|UNABLE_TO_|ERR_(TLS|SSL|HTTP|HTTP2|SOCKET|STREAM_PREMATURE)_)|SELF_SIGNED/,
    'network',
  ],
  [
    /^E(NOENT|ACCES|PERM|EXIST|ISDIR|NOTDIR|NOTEMPTY|NOSPC|ROFS|MFILE|NFILE|BUSY|XDEV|IO|DQUOT|LOOP|FBIG|NAMETOOLONG|BADF)$|^ERR_(FS|DIR)_/,
    'filesystem',
  ],
  [/^(commander\.|ERR_PARSE_ARGS_)/, 'user'],
];

/** Error classes of the language, which are less specific than a code. */
const builtIn =
  /^(Object|Error|(Aggregate|Eval|Range|Reference|Suppressed|Syntax|Type|URI)Error|DOMException)$/;

/** Codes of the runtime and its libraries, and of DNS. Those of the system are in `errno`. */
const systemCode =
  /^(EAI_[A-Z]+|ENOTFOUND|ESERVFAIL|EREFUSED|ETIMEOUT|(ERR|UND_ERR|HPE|CERT|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED)(_[A-Z]+\d?)+|MODULE_NOT_FOUND|ABORT_ERR)$/;

/** Codes of libraries, such as `E_QUOTA` or `P2002`; accepted only on errors. Other texts may be ids. */
const ownCode = /^(E(_[A-Z]+)+|[A-Z]\d{4})$/;

const className = /^[A-Za-z_$][\w$]{1,63}$/;

/** Reads a property of any value; undefined if a getter or a proxy throws. */
function field(value: unknown, name: string): unknown {
  try {
    return (typeof value === 'object' && value !== null) || typeof value === 'function'
      ? (value as unknown as Record<string, unknown>)[name]
      : undefined;
  } catch {
    return undefined;
  }
}

function isError(value: unknown): boolean {
  try {
    return value instanceof Error || typeof field(value, 'stack') === 'string';
  } catch {
    return false;
  }
}

/** The first errors in an aggregate. */
function membersOf(error: unknown): unknown[] {
  try {
    const errors = field(error, 'errors');
    return Array.isArray(errors) ? errors.slice(0, maxChain) : [];
  } catch {
    return [];
  }
}

/** The error that this one wraps: its cause, or the errors of an aggregate if they are all alike. */
function wrappedBy(error: unknown): unknown {
  const [first, ...others] = membersOf(error);
  if (first !== undefined) {
    const name = classOf(first, {});
    if (others.every((other) => name !== undefined && classOf(other, {}) === name)) return first;
  }
  // In a `SuppressedError`, this is the error that the block threw before its disposal failed.
  return field(error, 'cause') ?? field(error, 'suppressed');
}

/** The chain of an error and the errors that it wraps. */
function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  let current = error;
  while (current != null && chain.length < maxChain && !chain.includes(current)) {
    chain.push(current);
    current = wrappedBy(current);
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

/** The name of the error's class. The field `name` is read only from errors, since other data may have any name. */
function nameOf(error: unknown): string | undefined {
  const name = isError(error) ? field(error, 'name') : undefined;
  // A name set on the error survives minification; the name of its class does not.
  if (typeof name === 'string' && !builtIn.test(name)) {
    return className.test(name) ? name : undefined;
  }
  const constructed = field(field(error, 'constructor'), 'name');
  const isName = typeof constructed === 'string' && constructed.length > 2;
  return isName && className.test(constructed) ? constructed : undefined;
}

/** The class or code of an error, unless it is a class of the language. */
function classOf(error: unknown, classes: ErrorClasses): string | undefined {
  for (const [name, by] of Object.entries(classes)) if (isRecognised(error, by)) return name;
  const value = field(error, 'code');
  const code = typeof value === 'string' && value.length < 64 ? value : '';
  const { errno } = process.getBuiltinModule('node:os').constants;
  if (systemCode.test(code) || Object.hasOwn(errno, code)) return code;
  const name = nameOf(error);
  if (name !== undefined && !builtIn.test(name) && typeof error === 'object') return name;
  return ownCode.test(code) && isError(error) ? code : undefined;
}

/** A class of the language, such as `TypeError` but not `Error`, if nothing else is known. */
function builtInOf(error: unknown): string | undefined {
  const name = isError(error) ? nameOf(error) : undefined;
  return name === 'Error' || name === 'Object' || membersOf(error).length === 1 ? undefined : name;
}

function statusOf(error: unknown): number | undefined {
  const response = field(error, 'response');
  const candidates = [
    field(error, 'status'),
    field(error, 'statusCode'),
    field(error, 'httpStatus'),
    field(response, 'status'),
    field(response, 'statusCode'),
  ];
  return candidates.find(
    (status): status is number =>
      Number.isInteger(status) && Number(status) >= 100 && Number(status) <= 599,
  );
}

function sourceOf(error: unknown): ErrorSource | undefined {
  const value = field(error, 'name');
  const name = typeof value === 'string' ? value : '';
  if (/Timeout/.test(name)) return 'timeout';
  const code = field(error, 'code');
  if (typeof code === 'string') {
    for (const [pattern, source] of sourceByCode) if (pattern.test(code)) return source;
  }
  return /Usage|Validation|InvalidArgument/.test(name) ? 'user' : undefined;
}

/**
 * Describes an error without its message: the first specific class or code in its chain of
 * causes, its source, and its HTTP status. A class of the language counts only if
 * there is nothing else.
 */
export function describeError(error: unknown, classes: ErrorClasses = {}): ErrorDescription {
  const all = chainOf(error);
  // An abort that another error caused is less specific than that error.
  const chain = all.filter((link, index) => !isAbort(link) || !isError(all[index + 1]));
  const first = <Value>(find: (error: unknown) => Value | undefined): Value | undefined =>
    chain.map(find).find((found) => found !== undefined);
  const status = first(statusOf);
  return {
    error_class: first((link) => classOf(link, classes)) ?? first(builtInOf) ?? 'unknown',
    error_source: first(sourceOf) ?? (status === undefined ? 'internal' : 'api'),
    ...(status !== undefined && { http_status: status }),
  };
}

function isNamed(error: unknown, names: readonly string[]): boolean {
  return isError(error) && names.includes(field(error, 'name') as string);
}

function isAbort(error: unknown): boolean {
  return isNamed(error, ['AbortError', 'CanceledError', 'CancelError']);
}

/**
 * Whether an error means that the user stopped the tool: a closed prompt, or an abort. An abort
 * that another error caused, a timeout for example, is a failure.
 */
export function isCancellation(error: unknown): boolean {
  const chain = chainOf(error);
  return chain.some((link, index) => {
    if (isNamed(link, ['ExitPromptError', 'AbortPromptError'])) return true;
    const reason = chain[index + 1];
    return isAbort(link) && (!isError(reason) || isCancellation(reason));
  });
}
