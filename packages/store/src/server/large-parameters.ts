import { quote } from '../maintenance/remove-rows.js';

interface Statement {
  query: string;
  query_params?: Record<string, unknown>;
}

/** Parameters are sent in the address of the request, whose length servers and proxies limit. */
const longestText = 1_000;

/**
 * Moves long lists and texts from the parameters into the text of the statement, as a literal for
 * each placeholder `{name:Type}`.
 */
export function moveLargeParameters<Given extends Statement>(statement: Given): Given {
  const small: Record<string, unknown> = {};
  let { query } = statement;
  for (const [name, value] of Object.entries(statement.query_params ?? {})) {
    const text = Array.isArray(value) ? `[${value.map(toLiteral).join(',')}]` : String(value);
    if (text.length <= longestText) small[name] = value;
    else {
      query = query.replaceAll(
        new RegExp(`\\{${name}:([^}]+)\\}`, 'g'),
        (_, type: string) => `CAST(${quote(text)} AS ${type})`,
      );
    }
  }
  return { ...statement, query, query_params: small };
}

function toLiteral(value: unknown): string {
  return typeof value === 'number' ? String(value) : quote(String(value));
}
