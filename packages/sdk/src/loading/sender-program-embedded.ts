import type { SenderProgram } from './sender-program.js';

/** Put in by the build. */
declare const SONDE_SENDER_TEXT: string;

/** In place of `sender-program.ts` in the build for bundlers. */
export const findSenderProgram = (): SenderProgram => ({ text: SONDE_SENDER_TEXT });
