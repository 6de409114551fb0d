/** The part of an address after `#` that names an event of the invocation. */
export const eventHash = ({ insert_id }: { insert_id: string }): string => `event-${insert_id}`;
