import { Command } from 'commander';
import { addQueryOptions, type QueryOptions } from '../collector/query-options.js';

/** `sonde mcp`: an MCP server on stdin and stdout, for coding agents. */
export function createMcpCommand(version: string): Command {
  return addQueryOptions(
    new Command('mcp').description('answer questions of coding agents, as an MCP server on stdio'),
  ).action(async (options: QueryOptions) => {
    // The other commands start faster without it.
    const { serveQuestions } = await import('./serve-questions.js');
    serveQuestions(options, version);
  });
}
