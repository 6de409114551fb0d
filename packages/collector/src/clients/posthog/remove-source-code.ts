import type { Json } from '@sonde/protocol';
import { asObject } from '../client-values.js';

/** In a stack frame: lines of the program, and the values of its variables. */
const privateFields = new Set([
  'context_line',
  'pre_context',
  'post_context',
  'vars',
  'code_variables',
]);

/** The list of exceptions of an event, without source code and values of variables. */
export function removeSourceCode(exceptions: readonly Json[]): Json[] {
  return exceptions.map(cleanException);
}

function cleanException(value: Json): Json {
  const exception = asObject(value);
  const stack = asObject(exception?.stacktrace);
  if (exception === undefined || !Array.isArray(stack?.frames)) return value;
  return { ...exception, stacktrace: { ...stack, frames: stack.frames.map(cleanFrame) } };
}

function cleanFrame(value: Json): Json {
  const frame = asObject(value);
  if (frame === undefined) return value;
  return Object.fromEntries(Object.entries(frame).filter(([name]) => !privateFields.has(name)));
}
