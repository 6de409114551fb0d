/** What the engine would otherwise change in a statement before it runs it. */
export const noRewrites = {
  /** It would write `user_id = ''` in a way that it no longer finds in the projection `identities`. */
  optimize_empty_string_comparisons: 0,
  /** It would write `arrayExists` as `has`, which misses the empty text in a list of LowCardinality. */
  optimize_rewrite_array_exists_to_has: 0,
  /** It would swap the sides of joins, and keep many invocations in memory to look up few people. */
  query_plan_join_swap_table: 'false',
} as const;
