const { bun, deno } = process.versions;

/** Whether this is Bun or Deno; what they need beyond Node.js is loaded for them alone. */
export const isOtherRuntime = Boolean(bun ?? deno);
