// Written by `npm run generate -w @sonde/dashboard` from the OpenAPI document of the collector.

export interface paths {
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    project?: string;
                    from?: string;
                    to?: string;
                    version?: string[];
                    env?: string[];
                    command?: string[];
                    operating_system?: string[];
                    arch?: string[];
                    runtime?: string[];
                    ci_name?: string[];
                    cli_context?: string[];
                    is_ci?: boolean;
                    is_interactive?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Length of one point of the series: an hour for ranges of up to two days */
                            interval: "hour" | "day";
                            totals: {
                                /** @description Runs of the tool */
                                invocations: number;
                                /** @description People: user ids, and anonymous ids that no user id is known for */
                                users: number;
                                /** @description Invocations that said how they ended */
                                completed: number;
                                /** @description Of those, with success */
                                succeeded: number;
                                /** @description Of those, with an error */
                                failed: number;
                                /** @description Of those, cancelled by the user */
                                cancelled: number;
                                /** @description Of those, killed before they could say so */
                                vanished: number;
                                success_rate: number | null;
                                duration_p50_ms: number | null;
                                duration_p95_ms: number | null;
                            };
                            /** @description The same for the range of equal length just before; null when nothing was recorded in it */
                            previous: {
                                /** @description Runs of the tool */
                                invocations: number;
                                /** @description People: user ids, and anonymous ids that no user id is known for */
                                users: number;
                                /** @description Invocations that said how they ended */
                                completed: number;
                                /** @description Of those, with success */
                                succeeded: number;
                                /** @description Of those, with an error */
                                failed: number;
                                /** @description Of those, cancelled by the user */
                                cancelled: number;
                                /** @description Of those, killed before they could say so */
                                vanished: number;
                                success_rate: number | null;
                                duration_p50_ms: number | null;
                                duration_p95_ms: number | null;
                            } | null;
                            /** @description One entry per interval of the range, also where nothing happened, in order */
                            series: {
                                /**
                                 * Format: date-time
                                 * @description Start of the interval, UTC
                                 */
                                time: string;
                                /** @description Runs of the tool */
                                invocations: number;
                                /** @description People: user ids, and anonymous ids that no user id is known for */
                                users: number;
                                /** @description Invocations that said how they ended */
                                completed: number;
                                /** @description Of those, with success */
                                succeeded: number;
                                /** @description Of those, with an error */
                                failed: number;
                                /** @description Of those, cancelled by the user */
                                cancelled: number;
                                /** @description Of those, killed before they could say so */
                                vanished: number;
                                success_rate: number | null;
                                duration_p50_ms: number | null;
                                duration_p95_ms: number | null;
                            }[];
                            /** @description The 20 most used, most used first */
                            commands: {
                                command: string;
                                /** @description Invocations */
                                invocations: number;
                                /** @description People */
                                users: number;
                                success_rate: number | null;
                                duration_p50_ms: number | null;
                                duration_p95_ms: number | null;
                            }[];
                            /** @description Versions seen in the range, newest first by semver, then other names */
                            versions: {
                                version: string;
                                /** @description Invocations */
                                invocations: number;
                                /** @description People */
                                users: number;
                                success_rate: number | null;
                                /**
                                 * Format: date-time
                                 * @description Of all time, not only in the range
                                 */
                                first_seen: string;
                            }[];
                            /** @description Commands whose success rate fell from the previous release to the newest by more than chance explains (two-proportion z-test, one-sided, p < 0.05, at least 20 ended invocations in each), worst first */
                            regressions: {
                                command: string;
                                /** @description The newest release in the range */
                                version: string;
                                /** @description The release before it in the range */
                                previous_version: string;
                                /** @description With the newest */
                                invocations: number;
                                success_rate: number;
                                /** @description With the one before */
                                previous_invocations: number;
                                previous_success_rate: number;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    project?: string;
                    from?: string;
                    to?: string;
                    version?: string[];
                    env?: string[];
                    command?: string[];
                    operating_system?: string[];
                    arch?: string[];
                    runtime?: string[];
                    ci_name?: string[];
                    cli_context?: string[];
                    is_ci?: boolean;
                    is_interactive?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description One entry per list filter, in the order of the filters */
                            filters: {
                                /** @enum {unknown} */
                                name: "version" | "env" | "command" | "operating_system" | "arch" | "runtime" | "ci_name" | "cli_context";
                                /** @description Most frequent first, at most 200 */
                                values: {
                                    value: string;
                                    /** @description Invocations with it */
                                    invocations: number;
                                }[];
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    project?: string;
                    from?: string;
                    to?: string;
                    version?: string[];
                    env?: string[];
                    command?: string[];
                    operating_system?: string[];
                    arch?: string[];
                    runtime?: string[];
                    ci_name?: string[];
                    cli_context?: string[];
                    is_ci?: boolean;
                    is_interactive?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            flows: {
                                /** @description Name in the catalog */
                                flow: string;
                                title: string;
                                /** @description False for a flow that was seen in events, but is in no catalog */
                                declared: boolean;
                                /** @description Flow runs started in the range */
                                runs: number;
                                outcomes: {
                                    /** @description Runs that completed */
                                    completed: number;
                                    /** @description Runs that the user or a rule stopped */
                                    aborted: number;
                                    /** @description Runs that an error stopped */
                                    failed: number;
                                    /** @description Runs whose process died */
                                    vanished: number;
                                    /** @description Runs whose end has not arrived */
                                    incomplete: number;
                                };
                                conversion: number | null;
                                duration_p50_ms: number | null;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow}/funnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    project?: string;
                    from?: string;
                    to?: string;
                    version?: string[];
                    env?: string[];
                    command?: string[];
                    operating_system?: string[];
                    arch?: string[];
                    runtime?: string[];
                    ci_name?: string[];
                    cli_context?: string[];
                    is_ci?: boolean;
                    is_interactive?: boolean;
                };
                header?: never;
                path: {
                    flow: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            flow: string;
                            title: string;
                            event_prefix: string;
                            declared: boolean;
                            /** @description Flow runs started in the range */
                            runs: number;
                            /** @description Invocations they ran in */
                            invocations: number;
                            outcomes: {
                                /** @description Runs that completed */
                                completed: number;
                                /** @description Runs that the user or a rule stopped */
                                aborted: number;
                                /** @description Runs that an error stopped */
                                failed: number;
                                /** @description Runs whose process died */
                                vanished: number;
                                /** @description Runs whose end has not arrived */
                                incomplete: number;
                            };
                            conversion: number | null;
                            duration_p50_ms: number | null;
                            duration_p90_ms: number | null;
                            /** @description In order: started, then each declared step followed by the on-path milestones reported during it, then completed. A flow that is not declared shows the steps that its ended runs named, by how often, and no milestones */
                            stages: {
                                /** @description `started`, `step:<step>`, `milestone:<name>` or `completed`; unique within the funnel */
                                id: string;
                                kind: "started" | "step" | "milestone" | "completed";
                                /** @description For people: the step, the milestone, `Started` or `Completed` */
                                name: string;
                                /** @description Runs that got here. Started: all runs. Step: runs that completed, or whose furthest step is this one or a later one. Milestone: runs that reported it. Completed: runs that completed */
                                reached: number;
                                from_previous: number | null;
                                from_start: number | null;
                                time_p50_ms: number | null;
                                time_p90_ms: number | null;
                                /** @description A run stops at the stage of its furthest step; without a known step at `started`. Every run that did not complete stops at exactly one stage that is a step or `started`. Lists are sorted by runs, largest first, then by name */
                                stopped: {
                                    /** @description Runs that ended here without completing */
                                    total: number;
                                    aborted: {
                                        reason: string;
                                        /** @description Runs */
                                        runs: number;
                                    }[];
                                    failed: {
                                        error_class: string;
                                        /** @description Runs */
                                        runs: number;
                                    }[];
                                    /** @description Runs whose process died here */
                                    vanished: number;
                                    /** @description Runs whose end has not arrived, last seen here */
                                    incomplete: number;
                                };
                            }[];
                            /** @description Why users stop, all steps together, most frequent first; vanished is not a reason here */
                            reasons: {
                                reason: string;
                                /** @description Runs */
                                runs: number;
                            }[];
                            /** @description All milestones, side exits included */
                            milestones: {
                                name: string;
                                /** @description Runs that reported it */
                                runs: number;
                                on_path: boolean;
                            }[];
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    project?: string;
                    from?: string;
                    to?: string;
                    version?: string[];
                    env?: string[];
                    command?: string[];
                    operating_system?: string[];
                    arch?: string[];
                    runtime?: string[];
                    ci_name?: string[];
                    cli_context?: string[];
                    is_ci?: boolean;
                    is_interactive?: boolean;
                    status?: "succeeded" | "failed" | "cancelled" | "vanished" | "running";
                    error_class?: string;
                    person?: string;
                    flow?: string;
                    flow_reached?: string;
                    flow_stopped_at?: string;
                    flow_outcome?: "completed" | "aborted" | "failed" | "vanished" | "incomplete";
                    flow_reason?: string;
                    flow_error_class?: string;
                    limit?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description All that match */
                            total: number;
                            flow_runs: number | null;
                            /** @description Newest first */
                            invocations: {
                                invocation_id: string;
                                /**
                                 * Format: date-time
                                 * @description Corrected time of its first event
                                 */
                                started_at: string;
                                /** @description Empty when unknown */
                                command: string;
                                /** @description Empty when unknown */
                                version: string;
                                /** @description Empty when unknown */
                                cli_context: string;
                                /** @description Empty when unknown */
                                operating_system: string;
                                is_ci: boolean;
                                /** @description User id, else anonymous id */
                                person: string;
                                /**
                                 * @description `running` until Command Completed has arrived
                                 * @enum {unknown}
                                 */
                                status: "succeeded" | "failed" | "cancelled" | "vanished" | "running";
                                exit_code: number | null;
                                error_class: string | null;
                                duration_ms: number | null;
                                /** @description Events that have arrived, repeats not counted */
                                events: number;
                                /** @description Gaps in the sequence: events known to exist that have not arrived */
                                missing: number;
                            }[];
                            next_cursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invocations/{invocation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    project?: string;
                };
                header?: never;
                path: {
                    invocation_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            summary: {
                                invocation_id: string;
                                /**
                                 * Format: date-time
                                 * @description Corrected time of its first event
                                 */
                                started_at: string;
                                /** @description Empty when unknown */
                                command: string;
                                /** @description Empty when unknown */
                                version: string;
                                /** @description Empty when unknown */
                                cli_context: string;
                                /** @description Empty when unknown */
                                operating_system: string;
                                is_ci: boolean;
                                /** @description User id, else anonymous id */
                                person: string;
                                /**
                                 * @description `running` until Command Completed has arrived
                                 * @enum {unknown}
                                 */
                                status: "succeeded" | "failed" | "cancelled" | "vanished" | "running";
                                exit_code: number | null;
                                error_class: string | null;
                                duration_ms: number | null;
                                /** @description Events that have arrived, repeats not counted */
                                events: number;
                                /** @description Gaps in the sequence: events known to exist that have not arrived */
                                missing: number;
                            };
                            /** @description By sequence */
                            events: {
                                sequence: number;
                                event: string;
                                insert_id: string;
                                /**
                                 * Format: date-time
                                 * @description As the client recorded it
                                 */
                                timestamp: string;
                                /**
                                 * Format: date-time
                                 * @description After skew correction
                                 */
                                corrected_time: string;
                                /**
                                 * Format: date-time
                                 * @description When the collector got it
                                 */
                                received_at: string;
                                /** @description Since the first event of the invocation, by the client’s clock */
                                offset_ms: number;
                                flow: string | null;
                                flow_run_id: string | null;
                                role: ("started" | "milestone" | "completed" | "aborted" | "failed") | null;
                                properties: {
                                    [key: string]: unknown;
                                };
                                /** @description The whole event as stored, as exported */
                                raw: {
                                    [key: string]: unknown;
                                };
                            }[];
                            /** @description `missing` events after sequence `after` (0: before the first) */
                            gaps: {
                                after: number;
                                missing: number;
                            }[];
                            flow_runs: {
                                flow_run_id: string;
                                invocation_id: string;
                                flow: string;
                                /** @enum {unknown} */
                                outcome: "completed" | "aborted" | "failed" | "vanished" | "incomplete";
                                reason: string | null;
                                error_class: string | null;
                                step: string | null;
                                /** @description In the order of their sequence, each once */
                                milestones: string[];
                                first_sequence: number;
                                last_sequence: number;
                                /**
                                 * Format: date-time
                                 * @description Client’s time of its first event
                                 */
                                started_at: string;
                                duration_ms: number | null;
                            }[];
                            /** @description Base properties, which are the same on every event */
                            base: {
                                [key: string]: unknown;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
