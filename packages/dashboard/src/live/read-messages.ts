/** One message of a stream of server-sent events. */
export interface StreamMessage {
  /** The id that holds after it; empty before the first one. */
  id: string;
  /** Empty if it only changes the id. */
  event: string;
  data: string;
}

/**
 * Reads the messages of a stream. In place of `EventSource`, which hides why a server refuses a
 * request.
 */
export async function* readMessages(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<StreamMessage> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let id = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
      for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
        const fields = new Map(
          text
            .slice(0, end)
            .split('\n')
            .map((line): [string, string] => {
              const colon = line.indexOf(': ');
              return [line.slice(0, colon), line.slice(colon + 2)];
            }),
        );
        text = text.slice(end + 2);
        id = fields.get('id') ?? id;
        yield { id, event: fields.get('event') ?? '', data: fields.get('data') ?? '' };
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
