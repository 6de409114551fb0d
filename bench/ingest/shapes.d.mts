/** The requests of the load by family of clients. */
export const shapes: Record<string, { eventsMax?: number }>;
