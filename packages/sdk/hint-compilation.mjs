// Tells V8 which functions a usual run calls. It reads a program once to find out where functions end,
// and a function once more when it is called first; one in parentheses it compiles at the first
// reading: https://v8.dev/blog/preparser#pife. To hint what is not called costs more than it saves, so
// the built files are run, and what was called is hinted.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'acorn';
import MagicString from 'magic-string';

/** Puts a program into the function that `run-program.ts` calls; in parentheses, since it is called at once. */
export const enclose = (program) =>
  `(function(module,deferredOfEntry,sendingOfEntry){${program}\n})`;

/** Calls `visit` for each function of a program, with its parent, whether it stands at the top, and its number. */
function eachFunction(program, sourceType, visit) {
  const body = parse(program, { ecmaVersion: 2024, sourceType });
  let count = 0;
  (function look(node, parent) {
    if (/^(ArrowFunction|Function)(Expression|Declaration)$/.test(node.type)) {
      visit(node, parent, parent === body, count);
      count += 1;
    }
    for (const part of Object.values(node)) {
      for (const child of Array.isArray(part) ? part : [part]) {
        if (typeof child?.type === 'string') look(child, node);
      }
    }
  })(body, body);
}

/** Has each function of a program say its number when it is called. */
function instrument(program, sourceType, name) {
  const text = new MagicString(program);
  eachFunction(program, sourceType, ({ body }, _parent, _isTop, number) => {
    const call = `called(${JSON.stringify(name)},${number})`;
    if (body.type === 'BlockStatement') text.appendRight(body.start + 1, `${call};`);
    else text.appendRight(body.start, `(${call},`).prependLeft(body.end, ')');
  });
  return text.toString();
}

/**
 * Runs a tool with instrumented files of a build, and gives the numbers of the functions that were
 * called, by file.
 *
 * @param {Record<string, 'module' | 'script'>} files Those to watch, and how each is read.
 * @param {Record<string, string>} environment Of the tool.
 */
export function listCalledFunctions(dist, files, environment) {
  const folder = mkdtempSync(join(tmpdir(), 'sonde-build-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const deferred = readFileSync(join(dist, 'deferred.cjs'), 'utf8');
    writeFileSync(join(folder, 'deferred.cjs'), enclose(deferred));
    // A sender that has nothing to do.
    writeFileSync(join(folder, 'sender.cjs'), '');
    for (const [name, sourceType] of Object.entries(files)) {
      const program = readFileSync(join(dist, name), 'utf8');
      const instrumented = instrument(program, sourceType, name);
      writeFileSync(
        join(folder, name),
        sourceType === 'script' ? enclose(instrumented) : instrumented,
      );
    }
    const tool = `
      const calls = new Set();
      globalThis.called = (name, number) => calls.add(name + ' ' + number);
      const { createTelemetry } = await import('./index.js');
      const telemetry = createTelemetry({
        catalog: { tool: 'usual', events: { Used: {} } },
        version: '1.0.0',
        endpoint: 'http://127.0.0.1:9',
      });
      for (let count = 0; count < 5; count += 1) telemetry.track('Used');
      process.on('exit', () => console.log([...calls].join('\\n')));`;
    writeFileSync(join(folder, 'tool.js'), tool);
    const run = () =>
      spawnSync(process.execPath, [join(folder, 'tool.js')], {
        encoding: 'utf8',
        env: {
          HOME: folder,
          USUAL_TELEMETRY_DIR: join(folder, 'spool'),
          USUAL_TELEMETRY_NOTICE: 'elsewhere',
          ...environment,
        },
      });
    // The first run of an installation does more than a usual one.
    run();
    const { status, stdout, stderr } = run();
    if (status !== 0) throw new Error(stderr);
    const called = Object.fromEntries(Object.keys(files).map((name) => [name, new Set()]));
    for (const line of stdout.trim().split('\n')) {
      const [name, number] = line.split(' ');
      called[name].add(Number(number));
    }
    return called;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Puts parentheses around functions of a program.
 *
 * Names of functions at the top become variables, which are set before anything else runs, as a
 * declaration is.
 *
 * @param {string} program Minified.
 * @param {Set<number>} called Numbers of the functions.
 */
export function hintCompilation(program, sourceType, called) {
  const text = new MagicString(program);
  const declared = [];
  eachFunction(program, sourceType, (node, parent, isTop, number) => {
    if (!called.has(number) || node.generator) return;
    const isAsync = node.async ? 'async ' : '';
    if (node.type === 'FunctionDeclaration') {
      if (!isTop) return;
      text.overwrite(node.start, node.id.end, `${node.id.name}=(${isAsync}function`);
      text.appendLeft(node.end, ');');
      declared.push(node);
    } else if (parent.type === 'Property' && parent.method && !parent.computed) {
      const name = program.slice(parent.key.start, parent.key.end);
      text.overwrite(parent.start, node.start, `${name}:(${isAsync}function`);
      text.appendLeft(parent.end, ')');
    } else if (
      parent.type !== 'MethodDefinition' &&
      !(parent.type === 'Property' && parent.kind !== 'init') &&
      !parent.method
    ) {
      text.appendLeft(node.start, '(');
      text.prependRight(node.end, ')');
    }
  });
  const first = sourceType === 'script' ? '"use strict";'.length : 0;
  for (const { start, end } of declared.toReversed()) text.move(start, end, first);
  const names = declared.map((node) => node.id.name).join(',');
  text.appendLeft(first, names && `var ${names};`);
  return text.toString();
}
