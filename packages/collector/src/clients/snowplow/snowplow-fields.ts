/**
 * Names of the fields that describe an event, as properties. A catalog need not declare names with
 * `$`: the callers do not choose these.
 */
export const textFields: ReadonlyMap<string, string> = new Map([
  ['url', '$url'],
  ['page', '$title'],
  ['refr', '$referrer'],
  ['se_ca', '$category'],
  ['se_la', '$label'],
  ['se_pr', '$property'],
  ['tr_id', '$order_id'],
  ['tr_af', '$affiliation'],
  ['tr_ci', '$city'],
  ['tr_st', '$state'],
  ['tr_co', '$country'],
  ['tr_cu', '$currency'],
  ['ti_id', '$order_id'],
  ['ti_sk', '$sku'],
  ['ti_nm', '$name'],
  ['ti_ca', '$category'],
  ['ti_cu', '$currency'],
]);

/** The same for fields that are numbers, which are sent as text. */
export const numberFields: ReadonlyMap<string, string> = new Map([
  ['se_va', '$value'],
  ['pp_mix', '$x_min'],
  ['pp_max', '$x_max'],
  ['pp_miy', '$y_min'],
  ['pp_may', '$y_max'],
  ['tr_tt', '$total'],
  ['tr_tx', '$tax'],
  ['tr_sh', '$shipping'],
  ['ti_pr', '$price'],
  ['ti_qu', '$quantity'],
]);

/** Fields that are read elsewhere, or describe the machine too closely to be stored. */
export const otherFields: ReadonlySet<string> = new Set([
  ...['e', 'eid', 'aid', 'se_ac', 'ue_px', 'ue_pr', 'cx', 'co'],
  ...['dtm', 'ttm', 'stm', 'uid', 'duid', 'nuid', 'tnuid'],
  ...['ip', 'mac', 'fp'],
]);
