import { parse } from 'acorn';
import MagicString from 'magic-string';

/**
 * Puts parentheses around the functions of a program whose functions nearly all run, once.
 *
 * V8 takes them as a hint to compile a function when it first reads it, and does not read it twice:
 * https://v8.dev/blog/preparser#pife. Names of functions at the top become variables, which are set
 * before anything else runs, as a declaration is.
 *
 * @param {string} program CommonJS, minified.
 */
export function hintEagerCompilation(program) {
  const text = new MagicString(program);
  const body = parse(program, { ecmaVersion: 2024, sourceType: 'script' });
  const declared = [];
  const isSpelledShort = (parent) =>
    parent.type === 'MethodDefinition' ||
    (parent.type === 'Property' && (parent.method || parent.kind !== 'init'));

  (function visit(node, parent) {
    const isAsync = node.async ? 'async ' : '';
    if (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression') {
      if (!isSpelledShort(parent)) {
        text.appendLeft(node.start, '(');
        text.prependRight(node.end, ')');
      }
    } else if (node.type === 'Property' && node.method && !node.computed && !node.value.generator) {
      const name = program.slice(node.key.start, node.key.end);
      text.overwrite(node.start, node.value.start, `${name}:(${isAsync}function`);
      text.appendLeft(node.end, ')');
    } else if (node.type === 'FunctionDeclaration' && parent === body && !node.generator) {
      text.overwrite(node.start, node.id.end, `${node.id.name}=(${isAsync}function`);
      text.appendLeft(node.end, ');');
      declared.push(node);
    }
    for (const part of Object.values(node)) {
      for (const child of Array.isArray(part) ? part : [part]) {
        if (typeof child?.type === 'string') visit(child, node);
      }
    }
  })(body, body);

  for (const { start, end } of declared.toReversed()) text.move(start, end, 0);
  const names = declared.map((node) => node.id.name).join(',');
  return `"use strict";var ${names};${text}`;
}
