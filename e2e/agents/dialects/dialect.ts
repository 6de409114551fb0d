/** A tool that the agent offers the model. */
export interface OfferedTool {
  name: string;
  /** What some agents put the tools of a server in. */
  namespace?: string;
  /** JSON schema of its arguments. */
  parameters: { properties?: Record<string, unknown>; required?: readonly string[] };
}

/** What the model is asked to continue. */
export interface ModelTurn {
  tools: readonly OfferedTool[];
  /** What the tools called so far gave back, as text. */
  results: readonly string[];
}

/** What the model asks the agent to do. */
export interface ToolCall {
  name: string;
  namespace?: string | undefined;
  arguments: Record<string, unknown>;
}

/** One way to talk to a model over HTTP. `number` makes the ids of an answer differ from those of others. */
export interface Dialect {
  path: RegExp;
  // biome-ignore lint/suspicious/noExplicitAny: what an agent sends is looked at field by field.
  read(body: any): ModelTurn;
  /** The answer in one piece. A text ends the turn. */
  write(move: ToolCall | string, number: number): unknown;
  /** The answer as server-sent events. */
  stream(move: ToolCall | string, number: number): string[];
}

/** A server-sent event of this type, as APIs that name their events write it. */
export const namedEvent = (data: { type: string }): string =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;

/** A content that is a text, or parts of which some have a text. */
export function textOf(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
