import { createRequire } from 'node:module';

type BuildCompiler = ReturnType<typeof import('@fastify/ajv-compiler')>;
type Compile = ReturnType<BuildCompiler>;
type Validate = ReturnType<Compile>;

/**
 * Builds each of the framework's own validators when it checks its first request. Building all at
 * the start would take longer than opening the store, and most runs use few routes.
 */
export const compileOnFirstRequest: BuildCompiler = (schemas, options) => {
  let compile: Compile | undefined;
  return (route) => {
    let validate: Validate | undefined;
    const check = (data: unknown) => {
      compile ??= loadCompiler()(schemas, options);
      validate ??= compile(route);
      const isValid = validate(data);
      // The framework looks for errors there.
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
