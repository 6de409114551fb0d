import { senderText } from './embedded-texts.js';
import type { SenderProgram } from './sender-program.js';

/** In place of `sender-program.ts` in the build for bundlers. */
export const findSenderProgram = (): SenderProgram => ({ text: senderText() });
