/** Statements run as they are written. Otherwise the engine rewrites: */
export const noRewrites = {
  /** `user_id = ''`, which it then no longer finds in the projection `identities`. */
  optimize_empty_string_comparisons: 0,
  /** `arrayExists` into `has`, which misses the empty text in a list of LowCardinality. */
  optimize_rewrite_array_exists_to_has: 0,
  /** Sides of joins, so that many invocations would be kept in memory to look up few people. */
  query_plan_join_swap_table: 'false',
} as const;
