import { type Dialect, namedEvent, type ToolCall, textOf } from './dialect.js';

const blockOf = (move: ToolCall | string, number: number) =>
  typeof move === 'string'
    ? { type: 'text', text: move }
    : { type: 'tool_use', id: `toolu_${number}`, name: move.name, input: move.arguments };

const stopReason = (move: ToolCall | string) =>
  typeof move === 'string' ? 'end_turn' : 'tool_use';

const messageOf = (number: number) => ({
  id: `msg_${number}`,
  type: 'message',
  role: 'assistant',
  model: 'scripted',
  content: [] as unknown[],
  stop_reason: null as string | null,
  stop_sequence: null,
  usage: { input_tokens: 10, output_tokens: 10 },
});

/** The messages API of Anthropic. */
export const anthropicMessages: Dialect = {
  path: /\/messages(\?|$)/,
  read: (body) => ({
    tools: (body.tools ?? [])
      .filter((tool: { input_schema?: object }) => tool.input_schema !== undefined)
      .map((tool: { name: string; input_schema: object }) => ({
        name: tool.name,
        parameters: tool.input_schema,
      })),
    results: body.messages
      .flatMap(({ content }: { content: unknown }) => (Array.isArray(content) ? content : []))
      .filter(({ type }: { type: string }) => type === 'tool_result')
      .map(({ content }: { content: unknown }) => textOf(content)),
  }),
  write: (move, number) => ({
    ...messageOf(number),
    content: [blockOf(move, number)],
    stop_reason: stopReason(move),
  }),
  stream(move, number) {
    const block = blockOf(move, number);
    return [
      { type: 'message_start', message: messageOf(number) },
      {
        type: 'content_block_start',
        index: 0,
        content_block: typeof move === 'string' ? { ...block, text: '' } : { ...block, input: {} },
      },
      {
        type: 'content_block_delta',
        index: 0,
        delta:
          typeof move === 'string'
            ? { type: 'text_delta', text: move }
            : { type: 'input_json_delta', partial_json: JSON.stringify(move.arguments) },
      },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: stopReason(move), stop_sequence: null },
        usage: { output_tokens: 10 },
      },
      { type: 'message_stop' },
    ].map(namedEvent);
  },
};
