/** A tool that the agent offers the model. */
export interface OfferedTool {
  name: string;
  /** The namespace in which some agents offer a server's tools. */
  namespace?: string;
  /** JSON schema of its arguments. */
  parameters: { properties?: Record<string, unknown>; required?: readonly string[] };
}

/** The conversation that the model continues. */
export interface ModelTurn {
  tools: readonly OfferedTool[];
  /** The results of the tool calls so far, as text. */
  results: readonly string[];
}

/** A tool call that the model requests. */
export interface ToolCall {
  name: string;
  namespace?: string | undefined;
  arguments: Record<string, unknown>;
}

/** One HTTP API of a model. `number` makes the ids of a response unique. */
export interface Dialect {
  path: RegExp;
  // biome-ignore lint/suspicious/noExplicitAny: the body of an agent is read field by field.
  read(body: any): ModelTurn;
  /** The response as one JSON body. A text ends the turn. */
  write(move: ToolCall | string, number: number): unknown;
  /** The response as server-sent events. */
  stream(move: ToolCall | string, number: number): string[];
}

/** A server-sent event with a type, for APIs that name their events. */
export const namedEvent = (data: { type: string }): string =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;

/** A message's content: a text, or parts of which some have a text. */
export function textOf(content: unknown): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
