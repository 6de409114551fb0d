import { type Dialect, textOf } from './dialect.js';

const envelope = (number: number, object: string) => ({
  id: `chatcmpl-${number}`,
  object,
  created: 1_700_000_000,
  model: 'scripted',
});
const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };

/** Chat completions of OpenAI. */
export const openAiChat: Dialect = {
  path: /\/chat\/completions(\?|$)/,
  read: (body) => ({
    tools: (body.tools ?? []).map(
      (tool: { function?: { name: string; parameters: object } }) => tool.function,
    ),
    results: body.messages
      .filter(({ role }: { role: string }) => role === 'tool')
      .map(({ content }: { content: unknown }) => textOf(content)),
  }),
  write(move, number) {
    const message =
      typeof move === 'string'
        ? { role: 'assistant', content: move }
        : { role: 'assistant', content: null, tool_calls: [toolCall(move, number)] };
    const finish_reason = typeof move === 'string' ? 'stop' : 'tool_calls';
    return {
      ...envelope(number, 'chat.completion'),
      choices: [{ index: 0, message, finish_reason }],
      usage,
    };
  },
  stream(move, number) {
    const chunk = (delta: object, finish_reason: string | null = null) =>
      `data: ${JSON.stringify({
        ...envelope(number, 'chat.completion.chunk'),
        choices: [{ index: 0, delta, finish_reason }],
        ...(finish_reason !== null && { usage }),
      })}\n\n`;
    return [
      chunk({ role: 'assistant', content: typeof move === 'string' ? move : '' }),
      ...(typeof move === 'string'
        ? [chunk({}, 'stop')]
        : [chunk({ tool_calls: [toolCall(move, number)] }), chunk({}, 'tool_calls')]),
      'data: [DONE]\n\n',
    ];
  },
};

const toolCall = (call: { name: string; arguments: object }, number: number) => ({
  index: 0,
  id: `call_${number}`,
  type: 'function',
  function: { name: call.name, arguments: JSON.stringify(call.arguments) },
});
