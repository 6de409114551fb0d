import { createRequire } from 'node:module';

type BuildCompiler = ReturnType<typeof import('@fastify/ajv-compiler')>;
type Compile = ReturnType<BuildCompiler>;
type Validate = ReturnType<Compile>;

/**
 * Builds the framework's own validators, each when the first request is checked by it. A start would
 * spend longer on them than on the store, and most routes are not asked in most runs.
 */
export const compileOnFirstRequest: BuildCompiler = (schemas, options) => {
  let compile: Compile | undefined;
  return (route) => {
    let validate: Validate | undefined;
    const check = (data: unknown) => {
      compile ??= loadCompiler()(schemas, options);
      validate ??= compile(route);
      const isValid = validate(data);
      // That is where the framework looks for them.
      Object.assign(check, { errors: validate.errors });
      return isValid;
    };
    return check as Validate;
  };
};

let loaded: BuildCompiler | undefined;

function loadCompiler(): BuildCompiler {
  if (loaded === undefined) {
    const require = createRequire(import.meta.url);
    const ajvCompiler = require('@fastify/ajv-compiler') as typeof import('@fastify/ajv-compiler');
    loaded = ajvCompiler();
  }
  return loaded;
}
