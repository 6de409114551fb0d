import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SondeError } from '@sonde/protocol';

/**
 * Reads a password: at a terminal, prompts twice without echo; otherwise reads the first line of
 * stdin. Never from an argument, which every user of the machine can see.
 *
 * Throws `password_invalid` if the two inputs differ.
 */
export async function readPassword(
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stderr,
): Promise<string> {
  if (!input.isTTY) return (await text(input)).split(/\r?\n/, 1)[0] ?? '';
  const password = await ask(input, output, 'Password: ');
  if ((await ask(input, output, 'Again: ')) === password) return password;
  throw new SondeError('password_invalid', { detail: 'the two passwords differ' });
}

async function ask(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  question: string,
): Promise<string> {
  output.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: true });
  const ended = new Promise<never>((_resolve, reject) => {
    for (const event of ['SIGINT', 'close'] as const) {
      lines.once(event, () => {
        reject(new SondeError('password_invalid', { detail: 'no password was given' }));
      });
    }
  });
  try {
    const [line] = await Promise.race([once(lines, 'line'), ended]);
    return String(line);
  } finally {
    ended.catch(() => {});
    lines.close();
    output.write('\n');
  }
}
