/** The version of the runtime, if it is this one. */
export const { bun, deno } = process.versions;

/** Whether this is Bun or Deno, which need lazily loaded code. */
export const isOtherRuntime = Boolean(bun ?? deno);
