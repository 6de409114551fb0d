/** SQL: the error of an invocation, as `errorClassOf` says. */
export const errorClassSql =
  "multiIf(isNotNull(error_class), toString(error_class), ending = 1, '', NULL)";
