import vendors from 'ci-info/vendors.json' with { type: 'json' };

/** The variables of one of a vendor's conditions. */
function namesOf(condition: string | object): string[] {
  if (typeof condition === 'string') return [condition];
  if ('any' in condition) return condition.any as string[];
  if ('includes' in condition && 'env' in condition) return [condition.env as string];
  return Object.keys(condition);
}

/**
 * Without any of these, separated by spaces, a process is in none of the vendors' CI: one variable
 * that each of their conditions needs. The build evaluates this to the text itself.
 */
export const ciVariables: string = [
  ...new Set(
    vendors.flatMap(({ env }) => {
      const [first = []] = (Array.isArray(env) ? env : [env]).map(namesOf);
      return first;
    }),
  ),
].join(' ');
