declare const SONDE_SENDING: string;
declare const SONDE_INVOCATION: string;
declare const SONDE_DEFERRED: string;
declare const SONDE_SENDER_TEXT: string;
declare const SONDE_COMMANDS: string;

/*
 * The programs that a build in one file holds as text; put in by the build. In this order they resemble
 * each other most within the 32 kB that a compressor looks back.
 */

/** `sending.ts` */
export const sendingText = SONDE_SENDING;
/** `invocation.ts` */
export const invocationText = SONDE_INVOCATION;
/** `deferred.ts` */
export const deferredText = SONDE_DEFERRED;
/** `sender.ts`; empty where it is a file of its own. */
export const senderText = SONDE_SENDER_TEXT;
/** `commands.ts` */
export const commandsText = SONDE_COMMANDS;
