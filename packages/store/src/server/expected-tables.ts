/** The tables that the migrations make. Written by the test beside it, with -u. */
export const expectedTables = `
table audit_log MergeTree ORDER BY at, id
column audit_log.at Int64
column audit_log.id String
column audit_log.project LowCardinality(String)
column audit_log.actor String
column audit_log.address String
column audit_log.action LowCardinality(String)
column audit_log.subject String
column audit_log.detail String
table catalog_versions ReplacingMergeTree(last_seen) ORDER BY project, hash, version
column catalog_versions.project LowCardinality(String)
column catalog_versions.hash String
column catalog_versions.version String
column catalog_versions.last_seen Int64
table catalogs ReplacingMergeTree(stored_at) ORDER BY project, tool, hash
column catalogs.project LowCardinality(String)
column catalogs.tool String
column catalogs.hash String
column catalogs.stored_at Int64
column catalogs.catalog String
table commit_marks ReplacingMergeTree(value) ORDER BY name
column commit_marks.name LowCardinality(String)
column commit_marks.value Int64
table dead_letters ReplacingMergeTree(revision) ORDER BY project, forwarder, insert_id
column dead_letters.project LowCardinality(String)
column dead_letters.forwarder LowCardinality(String)
column dead_letters.insert_id String
column dead_letters.day Date
column dead_letters.event LowCardinality(String)
column dead_letters.invocation_id String
column dead_letters.sequence UInt64
column dead_letters.received_at Int64
column dead_letters.code LowCardinality(String)
column dead_letters.status UInt16
column dead_letters.response String
column dead_letters.refused_at Int64
column dead_letters.state LowCardinality(String)
column dead_letters.revision UInt64
table deletion_forward_ids MergeTree ORDER BY project, deletion_id
column deletion_forward_ids.project LowCardinality(String)
column deletion_forward_ids.deletion_id String
column deletion_forward_ids.user_id String
column deletion_forward_ids.other_user_ids Array(String)
column deletion_forward_ids.anonymous_ids Array(String)
column deletion_forward_ids.secret String
table deletion_forwards ReplacingMergeTree(revision) ORDER BY project, deletion_id, forwarder
column deletion_forwards.project LowCardinality(String)
column deletion_forwards.deletion_id String
column deletion_forwards.forwarder LowCardinality(String)
column deletion_forwards.state LowCardinality(String)
column deletion_forwards.reason String
column deletion_forwards.at Int64
column deletion_forwards.revision UInt64
table deletion_receipts ReplacingMergeTree(finished_at) ORDER BY project, id
column deletion_receipts.project LowCardinality(String)
column deletion_receipts.id String
column deletion_receipts.kind LowCardinality(String)
column deletion_receipts.person String
column deletion_receipts.refuses_later Bool
column deletion_receipts.requested_by String
column deletion_receipts.requested_at Int64
column deletion_receipts.finished_at Int64
column deletion_receipts.events Nullable(UInt64)
column deletion_receipts.quarantined Nullable(UInt64)
column deletion_receipts.loss_reports Nullable(UInt64)
column deletion_receipts.anonymous_ids Nullable(UInt64)
column deletion_receipts.other_user_ids Nullable(UInt64)
table events ReplacingMergeTree(precedence) PARTITION BY if((toYear(day) >= 2024) AND (toYear(day) <= 2049), toYYYYMM(day), 0) ORDER BY project, day, invocation_id, sequence, event, insert_id
column events.project LowCardinality(String)
column events.day Date MATERIALIZED toDate(toUInt16(intDiv(timestamp, 86400000)))
column events.event LowCardinality(String)
column events.invocation_id String
column events.sequence UInt64
column events.insert_id String
column events.distinct_id String
column events.anonymous_id String
column events.user_id String
column events.project_id String
column events.timestamp Int64
column events.sent_at Nullable(Int64)
column events.received_at Int64
column events.corrected_time Int64 MATERIALIZED least(4398046511103, greatest(0, ifNull(received_at - (sent_at - timestamp), timestamp)))
column events.precedence UInt64 MATERIALIZED bitOr(bitShiftLeft(toUInt64(4398046511103 - corrected_time), 22), toUInt64(4194303 - least(position, 4194303)))
column events.flow LowCardinality(String)
column events.flow_run_id String
column events.doubtful_time Bool DEFAULT ((ifNull(sent_at, received_at) - timestamp) > 604800000) OR ((timestamp - ifNull(sent_at, received_at)) > 86400000)
column events.tool LowCardinality(String) DEFAULT ''
column events.undeclared LowCardinality(String) DEFAULT ''
column events.committed_at Int64 DEFAULT 0
column events.position UInt32 DEFAULT 0
column events.command LowCardinality(Nullable(String))
column events.version LowCardinality(Nullable(String))
column events.env LowCardinality(Nullable(String))
column events.operating_system LowCardinality(Nullable(String))
column events.arch LowCardinality(Nullable(String))
column events.runtime LowCardinality(Nullable(String))
column events.runtime_version LowCardinality(Nullable(String))
column events.is_ci Nullable(Bool)
column events.ci_name LowCardinality(Nullable(String))
column events.cli_context LowCardinality(Nullable(String))
column events.is_interactive Nullable(Bool)
column events.step LowCardinality(Nullable(String))
column events.reason LowCardinality(Nullable(String))
column events.error_class LowCardinality(Nullable(String))
column events.error_source LowCardinality(Nullable(String))
column events.http_status Nullable(Int64)
column events.exit_code Nullable(Int64)
column events.duration_ms Nullable(Float64)
column events.succeeded Nullable(Bool)
column events.user_cancelled Nullable(Bool)
column events.vanished Nullable(Bool)
column events.ending UInt8 MATERIALIZED multiIf(event != 'Command Completed', 0, ifNull(vanished, false), 4, ifNull(user_cancelled, false), 2, ifNull(succeeded, ifNull(exit_code, 0) = 0), 3, 1)
column events.flags Array(LowCardinality(String))
column events.implied UInt8
column events.properties String
table expiring MergeTree PARTITION BY run_id ORDER BY month, hash
column expiring.run_id String
column expiring.month String
column expiring.hash UInt64
table forwarder_states ReplacingMergeTree(revision) ORDER BY project, forwarder
column forwarder_states.project LowCardinality(String)
column forwarder_states.forwarder LowCardinality(String)
column forwarder_states.revision UInt64
column forwarder_states.body String
table losses AggregatingMergeTree PARTITION BY month ORDER BY project, batch_id
column losses.project LowCardinality(String)
column losses.batch_id String
column losses.month UInt32 MATERIALIZED toYYYYMM(toDate(toUInt16(intDiv(received_at, 86400000))))
column losses.received_at SimpleAggregateFunction(max, Int64)
column losses.recorded SimpleAggregateFunction(max, UInt64)
column losses.sent SimpleAggregateFunction(max, UInt64)
column losses.dropped SimpleAggregateFunction(maxMap, Map(String, UInt64))
table migrations MergeTree ORDER BY number
column migrations.number UInt32
column migrations.name String
column migrations.applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
table quarantine ReplacingMergeTree(precedence) PARTITION BY month ORDER BY project, insert_id, code, body_hash
column quarantine.project LowCardinality(String)
column quarantine.tool LowCardinality(String) DEFAULT ''
column quarantine.event LowCardinality(String) DEFAULT substringUTF8(JSONExtractString(body, 'event'), 1, 128)
column quarantine.insert_id String
column quarantine.code LowCardinality(String)
column quarantine.body_hash UInt64 MATERIALIZED sipHash64(body)
column quarantine.month UInt32 MATERIALIZED toYYYYMM(toDate(toUInt16(intDiv(received_at, 86400000))))
column quarantine.received_at Int64
column quarantine.checked_at Int64 DEFAULT received_at
column quarantine.precedence UInt64 MATERIALIZED toUInt64(9007199254740991 - received_at)
column quarantine.position UInt32
column quarantine.field Nullable(String)
column quarantine.message String
column quarantine.body String
table refusals ReplacingMergeTree ORDER BY project, deletion_id, kind, day, hash
column refusals.project LowCardinality(String)
column refusals.deletion_id LowCardinality(String)
column refusals.kind LowCardinality(String)
column refusals.day UInt16
column refusals.hash UInt64
column refusals.revision Int64
table retention_runs ReplacingMergeTree(stage) ORDER BY project, id
column retention_runs.project LowCardinality(String)
column retention_runs.id String
column retention_runs.stage UInt8
column retention_runs.before Int64
column retention_runs.started_at Int64
column retention_runs.finished_at Int64
column retention_runs.events UInt64
column retention_runs.invocations UInt64
column retention_runs.quarantined UInt64
column retention_runs.loss_reports UInt64
table secrets MergeTree ORDER BY name
column secrets.name String
column secrets.value String
table storage_history ReplacingMergeTree(measured_at) ORDER BY day, table
column storage_history.day Date
column storage_history.table LowCardinality(String)
column storage_history.rows UInt64
column storage_history.bytes UInt64
column storage_history.measured_at Int64
table team_records ReplacingMergeTree(revision) ORDER BY kind, id TTL
column team_records.kind LowCardinality(String)
column team_records.id String
column team_records.revision UInt64
column team_records.written_at Int64
column team_records.body String
`;
