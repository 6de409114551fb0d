/** The response to a POST request. */
export interface PostResponse {
  status: number;
  /** Value of the header `Retry-After`. */
  retryAfter: string | undefined;
  /** The first 250 kB of the body; the rest is not read. */
  text: string;
}
