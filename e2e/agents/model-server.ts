import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anthropicMessages } from './dialects/anthropic-messages.js';
import type { Dialect, ModelTurn, OfferedTool, ToolCall } from './dialects/dialect.js';
import { gemini } from './dialects/gemini.js';
import { openAiChat } from './dialects/openai-chat.js';
import { openAiResponses } from './dialects/openai-responses.js';

const dialects: readonly Dialect[] = [openAiResponses, openAiChat, anthropicMessages, gemini];

/** The model's next step: a tool call, or undefined if it is done. */
export type Script = (
  turn: ModelTurn & { tools: readonly OfferedTool[] },
) => Promise<ToolCall | undefined> | ToolCall | undefined;

/** A model server on loopback that follows a script. */
export interface ModelServer {
  url: string;
  /** The path of each request, in order. */
  paths: string[];
  /** Body of each request for a turn. */
  bodies: unknown[];
  close(): Promise<void>;
}

function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/**
 * Starts a model server. It knows how far a conversation is by the results in it, so that a request that
 * is sent again gets the same answer.
 */
export async function startModelServer(script: Script): Promise<ModelServer> {
  const paths: string[] = [];
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    paths.push(`${request.method} ${url}`);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const dialect = dialects.find((each) => request.method === 'POST' && each.path.test(url));
      if (dialect === undefined) {
        // For example lists of models, or telemetry of the agent.
        if (/\/models(\?|$)/.test(url)) return answerJson(response, models);
        return answerJson(response, {}, request.method === 'GET' ? 404 : 200);
      }
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      bodies.push(body);
      const turn = dialect.read(body);
      // Without tools it is a side request, such as for a title.
      const call = turn.tools.length > 0 ? await script(turn) : undefined;
      const isStream = body.stream === true || url.includes('streamGenerateContent');
      const move = call ?? 'Done.';
      if (!isStream) return answerJson(response, dialect.write(move, bodies.length));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const event of dialect.stream(move, bodies.length)) response.write(event);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    paths,
    bodies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const models = { object: 'list', data: [{ id: 'scripted', object: 'model' }], models: [] };
