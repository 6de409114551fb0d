import vendors from 'ci-info/vendors.json' with { type: 'json' };

type Condition = string | { env: string; includes: string } | { any: string[] } | object;

function write(condition: Condition): string {
  if (typeof condition === 'string') return condition;
  if ('includes' in condition) return `${condition.env}~${condition.includes}`;
  if ('any' in condition) return condition.any.join('|');
  return Object.entries(condition)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/**
 * The vendors that the package ci-info knows, one a line: conditions that must all hold (`A` is set,
 * `A=text`, `A~text` (contains it), `A|B` (one of them is set)), then the name unless it is the first
 * condition in small letters. The build evaluates this to the text itself.
 */
export const ciVendors: string = vendors
  .map(({ constant, env }) =>
    [
      ...(Array.isArray(env) ? env : [env]).map(write),
      ...(env === constant ? [] : [constant.toLowerCase()]),
    ].join(' '),
  )
  .join('\n');
