import type { Dialect, ToolCall } from './dialect.js';

interface Declaration {
  name: string;
  parameters?: object;
  parametersJsonSchema?: object;
}
interface Content {
  parts?: { functionResponse?: { response: unknown } }[];
}

const answerOf = (move: ToolCall | string) => ({
  candidates: [
    {
      index: 0,
      content: {
        role: 'model',
        parts: [
          typeof move === 'string'
            ? { text: move }
            : { functionCall: { name: move.name, args: move.arguments } },
        ],
      },
      finishReason: 'STOP',
    },
  ],
  usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 10, totalTokenCount: 20 },
  modelVersion: 'scripted',
});

/** generateContent of Gemini, streamed or not. */
export const gemini: Dialect = {
  path: /:(streamG|g)enerateContent/,
  read: (body) => ({
    tools: (body.tools ?? [])
      .flatMap((tool: { functionDeclarations?: Declaration[] }) => tool.functionDeclarations ?? [])
      .map(({ name, parameters, parametersJsonSchema }: Declaration) => ({
        name,
        parameters: parametersJsonSchema ?? parameters ?? {},
      })),
    results: (body.contents as Content[])
      .flatMap(({ parts = [] }) => parts)
      .filter((part) => part.functionResponse !== undefined)
      .map((part) => JSON.stringify(part.functionResponse?.response)),
  }),
  write: answerOf,
  stream: (move) => [`data: ${JSON.stringify(answerOf(move))}\n\n`],
};
