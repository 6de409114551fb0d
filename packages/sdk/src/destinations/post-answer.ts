/** Answer to a request. */
export interface PostAnswer {
  status: number;
  /** Value of the header `Retry-After`. */
  retryAfter: string | undefined;
  /** At most 250 kB; the rest is not read. */
  text: string;
}
