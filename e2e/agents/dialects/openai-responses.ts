import { type Dialect, namedEvent, type OfferedTool, type ToolCall, textOf } from './dialect.js';

function itemOf(move: ToolCall | string, number: number) {
  if (typeof move !== 'string') {
    return {
      type: 'function_call',
      id: `fc_${number}`,
      call_id: `call_${number}`,
      name: move.name,
      ...(move.namespace !== undefined && { namespace: move.namespace }),
      arguments: JSON.stringify(move.arguments),
      status: 'completed',
    };
  }
  return {
    type: 'message',
    id: `msg_${number}`,
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text: move, annotations: [] }],
  };
}

const responseOf = (number: number, status: string, output: unknown[]) => ({
  id: `resp_${number}`,
  object: 'response',
  created_at: 1_700_000_000,
  model: 'scripted',
  status,
  output,
  usage: {
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 10,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 20,
  },
});

interface DeclaredTool {
  type: string;
  name: string;
  parameters: object;
  tools?: DeclaredTool[];
}

/** A function, or the functions of a namespace. */
function toolsOf({ type, name, parameters, tools = [] }: DeclaredTool): OfferedTool[] {
  if (type === 'function') return [{ name, parameters }];
  return tools.flatMap(toolsOf).map((tool) => ({ ...tool, namespace: name }));
}

/** The responses API of OpenAI. */
export const openAiResponses: Dialect = {
  path: /\/responses(\?|$)/,
  read: (body) => ({
    tools: (body.tools ?? []).flatMap(toolsOf),
    results: (Array.isArray(body.input) ? body.input : [])
      .filter(({ type }: { type?: string }) => type === 'function_call_output')
      .map(({ output }: { output: unknown }) => textOf(output)),
  }),
  write: (move, number) => responseOf(number, 'completed', [itemOf(move, number)]),
  stream(move, number) {
    const item = itemOf(move, number);
    return [
      { type: 'response.created', response: responseOf(number, 'in_progress', []) },
      { type: 'response.output_item.added', output_index: 0, item },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: responseOf(number, 'completed', [item]) },
    ].map((event, sequence_number) => namedEvent({ ...event, ...{ sequence_number } }));
  },
};
