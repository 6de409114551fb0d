/** Set for a sender, so that nothing it runs starts another one. */
export const senderGuard = 'SONDE_SENDER';
/** Set for a sender that may write to stderr. */
export const senderDebug = 'SONDE_SENDER_DEBUG';
