/**
 * What happens to an event that its catalog does not declare, or that has an undeclared property or
 * value: it is stored with the code of the reason, or quarantined.
 */
export type UndeclaredPolicy = 'accept' | 'quarantine';
