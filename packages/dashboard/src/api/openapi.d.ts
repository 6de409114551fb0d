// Written by `npm run generate -w @sonde/dashboard` from the OpenAPI document of the collector.

export interface paths {
    "/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accepts an event or a batch; 202 when they are on disk */
        post: operations["ingest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Responds while the process runs */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether events can be stored and the store be read */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/leader": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this collector serves everything; with several on one store only one does */
        get: operations["getLeaderHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics of the collector for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deletes all events of one installation; 200 when they are deleted */
        post: operations["deleteEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invocations, people, success and durations over time */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/adoption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invocations and people by version, operating system and so on, over time */
        get: operations["getAdoption"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People by the week of their first invocation, and in which weeks they came back */
        get: operations["getRetentionReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tools with events in the project */
        get: operations["getTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/first-steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** First invocation, flow, failure and coding agent of a project, over all time */
        get: operations["getFirstSteps"];
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
        /** Values of each filter */
        get: operations["getFilters"];
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
        /** Declared and undeclared flows with their outcomes */
        get: operations["getFlows"];
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
        /** The funnel of one flow */
        get: operations["getFunnel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow}/times": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs of one flow over time, and how long they take */
        get: operations["getFlowTimes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{flow}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The funnel of one flow beside that of another version or of the period before */
        get: operations["getFlowComparison"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/free-funnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many invocations or persons have these events, in this order */
        get: operations["getFreeFunnel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/free-funnel/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A funnel over any events beside that of another version or of the period before */
        get: operations["getFreeFunnelComparison"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Commands with invocations, people, success and durations */
        get: operations["getCommands"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One command over time: durations, exit codes, errors, flags, versions, contexts */
        get: operations["getCommand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Error classes by version and command, since when, and over time */
        get: operations["getErrors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People, coding agents, CI and runs without a terminal, compared */
        get: operations["getAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Declared and stored events with their counts over time */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event over time, and its properties */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{event}/breakdown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event by the values of a property */
        get: operations["getEventBreakdown"];
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
        /** Lists invocations by filters and flow runs, newest first unless sorted */
        get: operations["getInvocations"];
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
        /** One invocation with its events in order */
        get: operations["getInvocation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Declared and undeclared events with their volumes, and declared flows */
        get: operations["getCatalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalog/events/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The properties of one event: declared and seen */
        get: operations["getCatalogEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Quarantined events and their reasons, by arrival */
        get: operations["getQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists quarantined events, newest first */
        get: operations["getQuarantinedEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One quarantined event with its content */
        get: operations["getQuarantinedEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/arrivals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events by arrival, and how long they took from the recording to the store */
        get: operations["getArrivals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/losses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Losses reported by clients, by arrival of the report */
        get: operations["getLosses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs whose arguments were refused, by command and reason */
        get: operations["getRejections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Commands, steps and error classes that got worse with a release */
        get: operations["getReleaseReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sql": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs a SELECT over the views of docs/sql.md, which hold this project in this range: at most 10000 rows and 20 s */
        get: operations["runSql"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sql/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The views and functions that `/api/v1/sql` knows */
        get: operations["getSqlViews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sql/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as `/api/v1/sql`, as CSV */
        get: operations["runSqlAsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports every event once, as stored, oldest first */
        get: operations["exportEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export/invocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All rows of `/api/v1/invocations`, as CSV */
        get: operations["exportInvocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events as they are stored, as server-sent events
         * @description Messages `stored` have the event as in the export, with `corrected_time`. `skipped` has the number of events, of any kind, that a reader missed that was too far behind. `problem` says why the stream ends. Continue with the last `id` in `Last-Event-ID`: nothing is missed or repeated, also after a restart.
         */
        get: operations["streamLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/intake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accepted, repeated and quarantined events since this collector started */
        get: operations["getIntake"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Disk use of the store and its growth */
        get: operations["getStorage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/releases/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Releases that got worse, as an Atom feed
         * @description One entry per release and tool; its id stays, and `updated` changes only with what got worse. Accepts HTTP Basic with any user and a read key as the password.
         */
        get: operations["getReleaseFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the saved views of a project, and which are on your home page */
        get: operations["getViews"];
        put?: never;
        /** Saves a view and adds it to your home page */
        post: operations["createView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/views/{view}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes a view */
        delete: operations["removeView"];
        options?: never;
        head?: never;
        /** Renames a view, or shares it */
        patch: operations["changeView"];
        trace?: never;
    };
    "/api/v1/projects/{project}/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replaces the views on your home page */
        put: operations["arrangeHome"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/annotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the annotations of a project */
        get: operations["getAnnotations"];
        put?: never;
        /** Marks when something happened */
        post: operations["createAnnotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/annotations/{annotation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes an annotation */
        delete: operations["removeAnnotation"];
        options?: never;
        head?: never;
        /** Changes the time or the text of an annotation */
        patch: operations["changeAnnotation"];
        trace?: never;
    };
    "/api/v1/projects/{project}/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the alerts of a project, with their last incidents */
        get: operations["getAlerts"];
        put?: never;
        /** Creates an alert; only this response contains its secret */
        post: operations["createAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/alerts/{alert}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes an alert with its incidents */
        delete: operations["removeAlert"];
        options?: never;
        head?: never;
        /** Changes or pauses an alert; another address gets another secret */
        patch: operations["changeAlert"];
        trace?: never;
    };
    "/api/v1/projects/{project}/alerts/{alert}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a test message at once */
        post: operations["testAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the projects you can see */
        get: operations["getProjects"];
        put?: never;
        /** Creates a project */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One project */
        get: operations["getProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Renames, archives or restores a project, or sets how long events are kept and which */
        patch: operations["changeProject"];
        trace?: never;
    };
    "/api/v1/projects/{project}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the keys of a project, including revoked ones */
        get: operations["getKeys"];
        put?: never;
        /** Creates a key; only this response contains it */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a key at once */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the members of the project */
        get: operations["getMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/members/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Gives an account a role in the project */
        put: operations["setMember"];
        post?: never;
        /** Removes an account from the project */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists everyone who can sign in */
        get: operations["getAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Removes an account and ends its sessions */
        delete: operations["removeAccount"];
        options?: never;
        head?: never;
        /** Makes an account a server administrator, or removes that role */
        patch: operations["changeAccount"];
        trace?: never;
    };
    "/api/v1/accounts/{account}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Creates a one-time link for setting a new password */
        post: operations["resetAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends all sessions of an account */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists open invitations to projects that you administer */
        get: operations["getInvitations"];
        put?: never;
        /** Invites a person with a one-time link; sends no mail */
        post: operations["invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraws an invitation: its link stops working */
        delete: operations["withdrawInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists administrative acts with author, time and address, newest first */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed-in person and what they may see */
        get: operations["getSession"];
        put?: never;
        /** Signs a person in with a password */
        post: operations["signIn"];
        /** Ends this session */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends all sessions of the signed-in person */
        delete: operations["signOutEverywhere"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/links/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Describes a one-time link without using it up */
        post: operations["readLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/links/use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Uses a one-time link: creates or changes an account, and signs in */
        post: operations["useLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes the name of the signed-in person */
        patch: operations["changeOwnAccount"];
        trace?: never;
    };
    "/api/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets a new password and ends all other sessions */
        post: operations["changeOwnPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openid/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sends a browser to the OpenID Connect provider */
        get: operations["startOpenid"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openid/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Receives the browser from the OpenID Connect provider */
        get: operations["finishOpenid"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists receipts of deletions by administrators and installations, newest first */
        get: operations["getDeletions"];
        put?: never;
        /** Deletes all data of a person: 200 when deleted, 202 while running */
        post: operations["deletePerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/people/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exports the data of a person: events, then quarantined events */
        post: operations["exportPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long events are kept, and what would be deleted now */
        get: operations["getRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/forwarders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists the forwarders of a project, with lag and failures */
        get: operations["getForwarders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/forwarders/{forwarder}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pauses a forwarder; it loses nothing */
        post: operations["pauseForwarder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/forwarders/{forwarder}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resumes a forwarder, or makes it retry at once */
        post: operations["resumeForwarder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/forwarders/{forwarder}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends the events of a time range in addition to new ones */
        post: operations["startBackfill"];
        /** Cancels a backfill; events already sent stay sent */
        delete: operations["cancelBackfill"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/forwarders/{forwarder}/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists events that the destination refused, newest first */
        get: operations["getDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/forwarders/{forwarder}/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends dead letters again */
        post: operations["replayDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/forwarders/{forwarder}/dead-letters/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives up dead letters for good */
        post: operations["dropDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalogs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stores the catalog of a tool */
        post: operations["pushCatalog"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replays quarantined events, one page of them, oldest first */
        post: operations["replayQuarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deletes quarantined events for good */
        post: operations["dropQuarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenapi"];
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
    schemas: {
        Adoption: {
            /** @enum {unknown} */
            property: "version" | "operating_system" | "arch" | "runtime" | "ci_name" | "actor";
            interval: "hour" | "day";
            /**
             * Format: date-time
             * @description Start of the range
             */
            from: string;
            /**
             * Format: date-time
             * @description Start of the range before, which ends there
             */
            previous_from: string;
            /** @description Invocations */
            invocations: number;
            /** @description People */
            users: number;
            /** @description The same in the range of equal length before */
            previous: {
                /** @description Invocations */
                invocations: number;
                /** @description People */
                users: number;
            };
            /** @description For versions one group per tool, the 20 most used; otherwise one group for all tools */
            groups: {
                tool: string | null;
                /** @description Invocations */
                invocations: number;
                /** @description People */
                users: number;
                /** @description The same in the range of equal length before */
                previous: {
                    /** @description Invocations */
                    invocations: number;
                    /** @description People */
                    users: number;
                };
                /** @description The 50 most used values, most used first */
                values: {
                    /** @description Empty if it was not reported */
                    value: string;
                    /** @description Invocations */
                    invocations: number;
                    /** @description People */
                    users: number;
                    /** @description The same in the range of equal length before */
                    previous: {
                        /** @description Invocations */
                        invocations: number;
                        /** @description People */
                        users: number;
                    };
                }[];
                /** @description All values that are not listed */
                others: {
                    /** @description Values that are not listed */
                    values: number;
                    /** @description Invocations */
                    invocations: number;
                    /** @description People */
                    users: number;
                    /** @description The same in the range of equal length before */
                    previous: {
                        /** @description Invocations */
                        invocations: number;
                        /** @description People */
                        users: number;
                    };
                };
                /** @description One entry per interval of the range, in order, including empty ones */
                series: {
                    /**
                     * Format: date-time
                     * @description Start of the interval
                     */
                    time: string;
                    /** @description Invocations */
                    invocations: number;
                    /** @description People */
                    users: number;
                    /** @description Listed values with invocations in the interval, in the order of `values` */
                    values: {
                        value: string;
                        /** @description Invocations */
                        invocations: number;
                        /** @description People */
                        users: number;
                    }[];
                    others: {
                        /** @description Invocations */
                        invocations: number;
                        /** @description People */
                        users: number;
                    };
                }[];
            }[];
            /** @description For versions: the releases that were first seen in the range, by tool, newest first, at most 20 each. The people of a tool on a day are those who ran it in the 28 days up to and with it; each uses the version of their last invocation in these days */
            uptake: {
                tool: string;
                version: string;
                /**
                 * Format: date-time
                 * @description When the release was first seen
                 */
                first_seen: string;
                half_days: number | null;
                most_days: number | null;
                /** @description People who use it or a newer version at the end of the range */
                users: number;
                /** @description People of the tool at the end of the range */
                of_users: number;
            }[];
        };
        AgentReport: {
            /** @description Invocations by anyone */
            invocations: number;
            /** @description The 50 with most invocations, most first */
            actors: {
                /** @description `person`; `agent:<name>`; `ci` without a coding agent; `no_terminal`: no terminal, no CI and no known agent; `unknown`: the client did not say */
                actor: string;
                share: number | null;
                /** @description Runs of the tool */
                invocations: number;
                /** @description People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted */
                users: number;
                /** @description Invocations with a known outcome */
                completed: number;
                /** @description Of those, succeeded */
                succeeded: number;
                /** @description Of those, failed with an error */
                failed: number;
                /** @description Of those, cancelled by the user */
                cancelled: number;
                /** @description Of those, killed before they could report an outcome */
                vanished: number;
                success_rate: number | null;
                duration_p50_ms: number | null;
                duration_p95_ms: number | null;
                /** @description Invocations that the same person started within a minute of the one before, with the same tool and command; see docs/numbers.md */
                repeated: number;
                /** @description The 5 most frequent, most frequent first */
                error_classes: {
                    /** @description Empty: failed without one */
                    error_class: string;
                    /** @description Invocations with it */
                    invocations: number;
                }[];
            }[];
            /** @description Commands that coding agents, taken together, fail at more than people by more than chance explains (one-sided test of two proportions, p < 0.05, at least 20 ended invocations each); largest difference first, at most 50 */
            harder_commands: {
                /** @description Empty if unknown */
                tool: string;
                command: string;
                agents: {
                    /** @description Invocations by coding agents */
                    invocations: number;
                    /** @description Of those, succeeded, failed or vanished */
                    ended: number;
                    /** @description Of those, succeeded */
                    succeeded: number;
                    success_rate: number | null;
                };
                people: {
                    /** @description Invocations by people */
                    invocations: number;
                    /** @description Of those, succeeded, failed or vanished */
                    ended: number;
                    /** @description Of those, succeeded */
                    succeeded: number;
                    success_rate: number | null;
                };
            }[];
            /** @description The 50 most frequent, most frequent first */
            repeats: {
                /** @description Empty if unknown */
                tool: string;
                command: string;
                /** @description `person`; `agent:<name>`; `ci` without a coding agent; `no_terminal`: no terminal, no CI and no known agent; `unknown`: the client did not say */
                actor: string;
                /** @description Invocations */
                invocations: number;
                /** @description Of those, repeated within a minute */
                repeated: number;
            }[];
            /** @description The 50 most frequent, most frequent first */
            usage_errors: {
                /** @description Empty if unknown */
                tool: string;
                /** @description The command that was found, without what was refused */
                command: string;
                /** @description As in `/api/v1/rejections` */
                kind: string;
                /** @description The declared name; `none` without a near one */
                nearest: string;
                /** @description Runs whose arguments were refused; they are no invocations */
                runs: number;
                /** @description Of those, by people */
                person: number;
                /** @description By coding agents */
                agent: number;
                /** @description In CI */
                ci: number;
                /** @description Without a terminal */
                no_terminal: number;
                /** @description By someone unknown */
                unknown: number;
                /**
                 * Format: date-time
                 * @description The newest
                 */
                last_seen: string;
                /** @description Id of the newest */
                last_invocation_id: string;
            }[];
        };
        ArrivalReport: {
            /** @enum {unknown} */
            interval: "hour" | "day";
            /** @description Events that arrived in the range and are stored, each once */
            stored: number;
            /** @description Events that arrived in the range and are in quarantine, each once */
            quarantined: number;
            /** @description By arrival, in order, without gaps */
            series: {
                /**
                 * Format: date-time
                 * @description Start of the hour or day
                 */
                time: string;
                /** @description Events stored */
                stored: number;
                /** @description Events quarantined */
                quarantined: number;
            }[];
            /** @description From the recording of an event, by the corrected clock, to its arrival */
            delivery: {
                p50_ms: number | null;
                p95_ms: number | null;
                max_ms: number | null;
            };
            /** @description From the arrival of an event to the start of the commit that stored it; longer if the store was overloaded */
            storing: {
                p50_ms: number | null;
                p95_ms: number | null;
                max_ms: number | null;
            };
        };
        CatalogEventReport: {
            /** @description Name of the tool; empty if unknown */
            tool: string;
            event: string;
            description: string | null;
            /** @description Events in the range, repeats counted once */
            events: number;
            /** @description That the catalog of the newest version declares for the event, in its order */
            properties: {
                name: string;
                command: string | null;
                /** @enum {unknown} */
                type: "enum" | "boolean" | "integer" | "duration" | "version" | "slug";
                /** @description Whether it may be absent */
                optional: boolean;
                values: string[] | null;
                min: number | null;
                max: number | null;
                pattern: string | null;
                description: string | null;
                /** @description Events with a value */
                events: number;
            }[];
            /** @description Other properties that the events have, most frequent first, at most 100; without those on every event and those that the SDK sets */
            undeclared: {
                name: string;
                /** @description Events with a value */
                events: number;
            }[];
        };
        CatalogReport: {
            /** @description Declared events, also those that did not occur; then others */
            events: {
                /** @description Name of the tool; empty if unknown */
                tool: string;
                event: string;
                flow: string | null;
                /** @description Whether the catalog of the newest version declares it, or the SDK or client that sends it */
                declared: boolean;
                /** @description Events in the range, repeats counted once */
                events: number;
                last_seen: string | null;
                /** @description Of these events, those that were stored although they are not as declared */
                flagged: {
                    /** @description Why they are not as declared; see docs/errors.md */
                    code: string;
                    /** @description Events */
                    events: number;
                }[];
            }[];
            /** @description That the catalogs of the newest versions declare */
            flows: {
                tool: string;
                flow: string;
                title: string;
                description: string | null;
                /** @description In order */
                steps: string[];
                milestones: {
                    name: string;
                    step: string | null;
                    /** @description Whether it is a stage of the funnel */
                    on_path: boolean;
                }[];
                /** @description Why a run may be aborted, besides `cancelled`, `vanished` and `abandoned` */
                reasons: string[];
            }[];
        };
        CommandList: {
            /** @description Commands with invocations in the range */
            total: number;
            /** @description The 500 most used commands, most used first; invocations without a command are left out. `previous` is the same for the previous range of equal length, null without invocations there */
            commands: {
                /** @description Empty if unknown */
                tool: string;
                command: string;
                /** @description Runs of the tool */
                invocations: number;
                /** @description People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted */
                users: number;
                /** @description Invocations with a known outcome */
                completed: number;
                /** @description Of those, succeeded */
                succeeded: number;
                /** @description Of those, failed with an error */
                failed: number;
                /** @description Of those, cancelled by the user */
                cancelled: number;
                /** @description Of those, killed before they could report an outcome */
                vanished: number;
                success_rate: number | null;
                duration_p50_ms: number | null;
                duration_p95_ms: number | null;
                previous: {
                    /** @description Runs of the tool */
                    invocations: number;
                    /** @description People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted */
                    users: number;
                    /** @description Invocations with a known outcome */
                    completed: number;
                    /** @description Of those, succeeded */
                    succeeded: number;
                    /** @description Of those, failed with an error */
                    failed: number;
                    /** @description Of those, cancelled by the user */
                    cancelled: number;
                    /** @description Of those, killed before they could report an outcome */
                    vanished: number;
                    success_rate: number | null;
                    duration_p50_ms: number | null;
                    duration_p95_ms: number | null;
                } | null;
            }[];
        };
        CommandReport: {
            /** @description Length of one point of the series */
            interval: "hour" | "day";
            /** @description One entry per interval of the range, in order, including empty ones */
            series: {
                /**
                 * Format: date-time
                 * @description Start of the interval
                 */
                time: string;
                /** @description Runs of the tool */
                invocations: number;
                /** @description People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted */
                users: number;
                /** @description Invocations with a known outcome */
                completed: number;
                /** @description Of those, succeeded */
                succeeded: number;
                /** @description Of those, failed with an error */
                failed: number;
                /** @description Of those, cancelled by the user */
                cancelled: number;
                /** @description Of those, killed before they could report an outcome */
                vanished: number;
                success_rate: number | null;
                duration_p50_ms: number | null;
                duration_p95_ms: number | null;
            }[];
            command: string;
            /** @description Tools with such a command in the range */
            tools: string[];
            totals: {
                /** @description Runs of the tool */
                invocations: number;
                /** @description People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted */
                users: number;
                /** @description Invocations with a known outcome */
                completed: number;
                /** @description Of those, succeeded */
                succeeded: number;
                /** @description Of those, failed with an error */
                failed: number;
                /** @description Of those, cancelled by the user */
                cancelled: number;
                /** @description Of those, killed before they could report an outcome */
                vanished: number;
                success_rate: number | null;
                duration_p50_ms: number | null;
                duration_p95_ms: number | null;
            };
            previous: {
                /** @description Runs of the tool */
                invocations: number;
                /** @description People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted */
                users: number;
                /** @description Invocations with a known outcome */
                completed: number;
                /** @description Of those, succeeded */
                succeeded: number;
                /** @description Of those, failed with an error */
                failed: number;
                /** @description Of those, cancelled by the user */
                cancelled: number;
                /** @description Of those, killed before they could report an outcome */
                vanished: number;
                success_rate: number | null;
                duration_p50_ms: number | null;
                duration_p95_ms: number | null;
            } | null;
            /** @description Buckets from the shortest to the longest duration, without gaps */
            durations: {
                /** @description Lower bound, inclusive */
                from_ms: number;
                to_ms: number | null;
                /** @description Invocations whose duration is in it */
                invocations: number;
            }[];
            /** @description The 50 most frequent exit codes, most frequent first */
            exit_codes: {
                exit_code: number | null;
                /** @description Completed invocations with it */
                invocations: number;
                /** @description People */
                users: number;
            }[];
            /** @description The 50 most frequent error classes, most frequent first */
            error_classes: {
                /** @description Empty: failed without one */
                error_class: string;
                /** @description Invocations with it */
                invocations: number;
                /** @description People */
                users: number;
            }[];
            /** @description The 50 most frequent flags, most frequent first */
            flags: {
                /** @description Name of a flag */
                flag: string;
                /** @description People who gave it */
                users: number;
                given: {
                    /** @description Invocations */
                    invocations: number;
                    /** @description Of those, succeeded */
                    succeeded: number;
                    /** @description Of those, succeeded, failed or vanished */
                    ended: number;
                    success_rate: number | null;
                };
                not_given: {
                    /** @description Invocations */
                    invocations: number;
                    /** @description Of those, succeeded */
                    succeeded: number;
                    /** @description Of those, succeeded, failed or vanished */
                    ended: number;
                    success_rate: number | null;
                };
                /**
                 * @description Whether the success rate with the flag differs from that without it by more than chance explains (two-proportion z-test, p < 0.05, at least 20 ended invocations in each)
                 * @enum {unknown}
                 */
                difference: "better" | "worse" | "none";
            }[];
            /** @description The 50 most used versions: releases, newest first, then others */
            versions: {
                version: string;
                /** @description Runs of the tool */
                invocations: number;
                /** @description People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted */
                users: number;
                /** @description Invocations with a known outcome */
                completed: number;
                /** @description Of those, succeeded */
                succeeded: number;
                /** @description Of those, failed with an error */
                failed: number;
                /** @description Of those, cancelled by the user */
                cancelled: number;
                /** @description Of those, killed before they could report an outcome */
                vanished: number;
                success_rate: number | null;
                duration_p50_ms: number | null;
                duration_p95_ms: number | null;
            }[];
            /** @description The 50 most frequent values of `cli_context`, most frequent first */
            contexts: {
                cli_context: string;
                /** @description Runs of the tool */
                invocations: number;
                /** @description People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted */
                users: number;
                /** @description Invocations with a known outcome */
                completed: number;
                /** @description Of those, succeeded */
                succeeded: number;
                /** @description Of those, failed with an error */
                failed: number;
                /** @description Of those, cancelled by the user */
                cancelled: number;
                /** @description Of those, killed before they could report an outcome */
                vanished: number;
                success_rate: number | null;
                duration_p50_ms: number | null;
                duration_p95_ms: number | null;
            }[];
        };
        /** @description The events are deleted */
        DeletionReceipt: {
            /** @description UUID of the deletion */
            id: string;
            anonymous_id: string;
            /** @description Without repeats */
            events_deleted: number;
            /** Format: date-time */
            at: string;
        };
        DurationBucket: {
            /** @description Lower bound, inclusive */
            from_ms: number;
            to_ms: number | null;
            /** @description Invocations whose duration is in it */
            invocations: number;
        };
        ErrorReport: {
            /** @description Invocations with an error class, and those that failed without one */
            invocations: number;
            /** @description People */
            users: number;
            interval: "hour" | "day";
            times: string[];
            /** @description Error classes in the range */
            total_classes: number;
            /** @description The 200 most frequent error classes by tool, most frequent first */
            classes: {
                /** @description Empty if unknown */
                tool: string;
                /** @description Empty: failed without one */
                error_class: string;
                /** @description Invocations with it */
                invocations: number;
                /** @description People */
                users: number;
                /**
                 * Format: date-time
                 * @description Start of the first invocation with it, over all data
                 */
                first_seen: string;
                /**
                 * Format: date-time
                 * @description Start of the last one, over all data
                 */
                last_seen: string;
                /** @description By interval, in the order of `times` */
                trend: number[];
                share: number | null;
                since_version: string | null;
                /** @description Whether `since_version` is the newest release of the tool, over all data */
                is_new: boolean;
            }[];
            /** @description Combinations of tool, version, command and error class in the range */
            total_rows: number;
            /** @description The 500 most frequent, most frequent first */
            rows: {
                /** @description Empty if unknown */
                tool: string;
                /** @description Empty: failed without one */
                error_class: string;
                /** @description Invocations with it */
                invocations: number;
                /** @description People */
                users: number;
                /**
                 * Format: date-time
                 * @description Start of the first invocation with it, over all data
                 */
                first_seen: string;
                /**
                 * Format: date-time
                 * @description Start of the last one, over all data
                 */
                last_seen: string;
                /** @description By interval, in the order of `times` */
                trend: number[];
                /** @description Empty if unknown */
                version: string;
                /** @description Empty if unknown */
                command: string;
                share: number | null;
                /** @description Whether no earlier release of the tool has it, over all data */
                is_new: boolean;
            }[];
        };
        EventDetail: {
            /** @description Its name */
            event: string;
            flow: string | null;
            /**
             * @description Whether the catalog of the newest version seen declares the event (those of the SDK count as declared) (`now`), only older catalogs do (`no_longer`), only a catalog that no version has used yet (`not_yet`), or no catalog (`never`)
             * @enum {unknown}
             */
            declaration: "now" | "no_longer" | "not_yet" | "never";
            /** @description Tools whose catalogs declare the flow, by name */
            tools: string[];
            description: string | null;
            /** @description Length of one point of a series: an hour for ranges of up to two days */
            interval: "hour" | "day";
            totals: {
                /** @description Events; repeats count once */
                events: number;
                /** @description Invocations with at least one of them */
                invocations: number;
                /** @description People who ran these */
                users: number;
            };
            /** @description The same for the previous range of equal length; null if it has no invocations */
            previous: {
                /** @description Events; repeats count once */
                events: number;
                /** @description Invocations with at least one of them */
                invocations: number;
                /** @description People who ran these */
                users: number;
            } | null;
            /** @description One entry per interval of the range, in order, including empty ones */
            series: {
                /**
                 * Format: date-time
                 * @description Start of the interval
                 */
                time: string;
                /** @description Events; repeats count once */
                events: number;
                /** @description Invocations with at least one of them */
                invocations: number;
                /** @description People who ran these */
                users: number;
            }[];
            /** @description Properties to break the event down by: its own, then the base properties */
            properties: {
                name: string;
                /**
                 * @description `declared` by a catalog for this event; `sdk`: set by the SDK on events of this kind; `base`: on every event of an invocation
                 * @enum {unknown}
                 */
                kind: "declared" | "sdk" | "base";
                /**
                 * @description Whether the catalog of the newest version seen declares the property (`now`), only older catalogs do (`no_longer`), only a catalog that no version has used yet (`not_yet`), or no catalog (`never`)
                 * @enum {unknown}
                 */
                declaration: "now" | "no_longer" | "not_yet" | "never";
            }[];
        };
        EventList: {
            /** @description Length of one point of a series: an hour for ranges of up to two days */
            interval: "hour" | "day";
            /** @description The intervals of the range, in order, including empty ones */
            times: string[];
            /** @description Most frequent first, then by name; declared ones also if they did not occur; at most 2,000 that did */
            events: {
                /** @description Its name */
                event: string;
                flow: string | null;
                /**
                 * @description Whether the catalog of the newest version seen declares the event (those of the SDK count as declared) (`now`), only older catalogs do (`no_longer`), only a catalog that no version has used yet (`not_yet`), or no catalog (`never`)
                 * @enum {unknown}
                 */
                declaration: "now" | "no_longer" | "not_yet" | "never";
                /** @description Tools whose catalogs declare the flow, by name */
                tools: string[];
                /** @description Events; repeats count once */
                events: number;
                /** @description Invocations with at least one of them */
                invocations: number;
                /** @description People who ran these */
                users: number;
                /** @description The same for the previous range of equal length; null if it has no invocations */
                previous: {
                    /** @description Events; repeats count once */
                    events: number;
                    /** @description Invocations with at least one of them */
                    invocations: number;
                    /** @description People who ran these */
                    users: number;
                } | null;
                /** @description For each interval of `times` */
                series: number[];
            }[];
        };
        EventProblem: {
            /** @description Position in the request */
            index: number;
            insert_id: string | null;
            /** @description Stable; see docs/errors.md */
            code: string;
            /** @description Path of the invalid field; null for the whole event */
            field: string | null;
            message: string;
        };
        /** @description An event as stored */
        ExportedEvent: {
            event: string;
            distinct_id: string;
            insert_id: string;
            /** Format: date-time */
            timestamp: string;
            sent_at: string | null;
            /** Format: date-time */
            received_at: string;
            anonymous_id: string | null;
            user_id: string | null;
            project_id: string | null;
            invocation_id: string;
            sequence: number;
            flow: string | null;
            flow_run_id: string | null;
            /** @description Absent if unknown */
            tool?: string;
            /** @description True if the corrected time is implausibly far from received_at */
            doubtful_time: boolean;
            /** @description Code of the reason why its catalog does not declare it so */
            undeclared?: string;
            properties: {
                [key: string]: unknown;
            };
        };
        FilterValues: {
            /** @description One entry per list filter, in the order of the filters */
            filters: {
                /** @enum {unknown} */
                name: "tool" | "version" | "env" | "command" | "operating_system" | "arch" | "runtime" | "ci_name" | "cli_context";
                /** @description Most frequent first, at most 200 */
                values: {
                    value: string;
                    /** @description Invocations with it */
                    invocations: number;
                }[];
            }[];
        };
        FirstSteps: {
            invocation: {
                invocation_id: string;
                /**
                 * Format: date-time
                 * @description When it began
                 */
                time: string;
            } | null;
            flow: {
                invocation_id: string;
                /**
                 * Format: date-time
                 * @description When it began
                 */
                time: string;
            } | null;
            failure: {
                invocation_id: string;
                /**
                 * Format: date-time
                 * @description When it began
                 */
                time: string;
            } | null;
            agent: {
                invocation_id: string;
                /**
                 * Format: date-time
                 * @description When it began
                 */
                time: string;
            } | null;
            /** @description Whether a tool’s catalog is known */
            has_catalog: boolean;
        };
        FlowComparison: {
            flow: string;
            /** @description Runs in the range that match the filters */
            runs: number;
            /** @description People who ran them */
            people: number;
            /** @description What they are compared with */
            other: {
                /**
                 * Format: date-time
                 * @description Start of its range, inclusive
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description End of its range, exclusive
                 */
                to: string;
                version: string | null;
                /** @description Its runs */
                runs: number;
                /** @description People who ran them */
                people: number;
            };
            /** @description The stages of the funnel with the runs of both sides, in its order */
            stages: {
                /** @description `started`, `step:<step>`, `milestone:<name>` or `completed`; unique within the funnel */
                id: string;
                kind: "started" | "step" | "milestone" | "completed";
                /** @description Label: the step, the milestone, `Started` or `Completed` */
                name: string;
                /**
                 * @description Whether the catalog of the newest version seen declares the stage (`now`), only older catalogs do (`no_longer`), only a catalog that no version has used yet (`not_yet`), or no catalog (`never`)
                 * @enum {unknown}
                 */
                declaration: "now" | "no_longer" | "not_yet" | "never";
                /** @description Runs that got here */
                reached: number;
                from_start: number | null;
                /** @description Runs of the other side that got here */
                other_reached: number;
                other_from_start: number | null;
                difference: number | null;
                low: number | null;
                high: number | null;
                /**
                 * @description `noise`: the interval contains 0. `unknown`: there are too few people, or a few of them have most of the runs
                 * @enum {unknown}
                 */
                verdict: "higher" | "lower" | "noise" | "unknown";
            }[];
        };
        FlowList: {
            flows: {
                /** @description Name in the catalog */
                flow: string;
                title: string;
                /** @description Whether `declaration` is `now` */
                declared: boolean;
                /**
                 * @description Whether the catalog of the newest version seen declares the flow (`now`), only older catalogs do (`no_longer`), only a catalog that no version has used yet (`not_yet`), or no catalog (`never`)
                 * @enum {unknown}
                 */
                declaration: "now" | "no_longer" | "not_yet" | "never";
                /** @description Tools whose catalogs declare the flow, by name */
                tools: string[];
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
        FlowRun: {
            flow_run_id: string;
            /** @description Invocation in which the run began */
            invocation_id: string;
            flow: string;
            /** @description Title of the flow; its name if it is in no catalog */
            title: string;
            /** @enum {unknown} */
            outcome: "completed" | "aborted" | "failed" | "vanished" | "incomplete";
            reason: string | null;
            error_class: string | null;
            step: string | null;
            /** @description In sequence order, each once */
            milestones: string[];
            /** @description In the requested invocation */
            first_sequence: number;
            /** @description In the requested invocation */
            last_sequence: number;
            /**
             * Format: date-time
             * @description Client’s time of its first event
             */
            started_at: string;
            duration_ms: number | null;
        };
        FlowSummary: {
            /** @description Name in the catalog */
            flow: string;
            title: string;
            /** @description Whether `declaration` is `now` */
            declared: boolean;
            /**
             * @description Whether the catalog of the newest version seen declares the flow (`now`), only older catalogs do (`no_longer`), only a catalog that no version has used yet (`not_yet`), or no catalog (`never`)
             * @enum {unknown}
             */
            declaration: "now" | "no_longer" | "not_yet" | "never";
            /** @description Tools whose catalogs declare the flow, by name */
            tools: string[];
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
        };
        FlowTimes: {
            flow: string;
            /** @description Length of one point of the series */
            interval: "hour" | "day";
            /** @description One entry per interval of the range, in order, including empty ones */
            series: {
                /**
                 * Format: date-time
                 * @description Start of the interval
                 */
                time: string;
                /** @description Runs that started in it */
                runs: number;
                /** @description Of those, completed */
                completed: number;
                conversion: number | null;
            }[];
            to_complete: {
                /** @description Runs that completed */
                runs: number;
                p50_ms: number | null;
                p90_ms: number | null;
                /** @description From the first to the last bin with a run, also the empty ones between */
                histogram: {
                    /** @description Lower bound, inclusive */
                    from_ms: number;
                    to_ms: number | null;
                    /** @description Completed runs whose duration is in it */
                    runs: number;
                }[];
            };
            /** @description The stages of the funnel, in its order */
            stages: {
                /** @description `started`, `step:<step>`, `milestone:<name>` or `completed`; unique within the funnel */
                id: string;
                kind: "started" | "step" | "milestone" | "completed";
                /** @description Label: the step, the milestone, `Started` or `Completed` */
                name: string;
                from_previous: {
                    /** @description Runs with a time from the last event-backed stage before to this one */
                    runs: number;
                    p50_ms: number | null;
                    p90_ms: number | null;
                } | null;
                until_stopped: {
                    /** @description Runs that stopped here; the time is from their start to their end */
                    runs: number;
                    p50_ms: number | null;
                    p90_ms: number | null;
                } | null;
            }[];
        };
        FreeFunnel: {
            /** @enum {unknown} */
            per: "invocation" | "person";
            window_ms: number | null;
            steps: {
                event: string;
                /** @description Whether a catalog declares it or the project has it */
                known: boolean;
                /** @description Invocations or persons whose best attempt got here */
                subjects: number;
                from_previous: number | null;
                from_start: number | null;
                time_p50_ms: number | null;
            }[];
            /** @description The 20 most frequent values of `by` in the invocation of the first step; empty without `by` */
            groups: {
                /** @description Empty if it was not reported */
                value: string;
                subjects: number[];
            }[];
        };
        FreeFunnelComparison: {
            /** @enum {unknown} */
            per: "invocation" | "person";
            /** @description People with the first step */
            people: number;
            /** @description What it is compared with */
            other: {
                /**
                 * Format: date-time
                 * @description Start of its range, inclusive
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description End of its range, exclusive
                 */
                to: string;
                version: string | null;
                /** @description People with the first step */
                people: number;
            };
            /** @description In their order; the first has no difference */
            steps: {
                event: string;
                /** @description Invocations or persons whose best attempt got here */
                subjects: number;
                from_start: number | null;
                /** @description Those of the other side */
                other_subjects: number;
                other_from_start: number | null;
                difference: number | null;
                low: number | null;
                high: number | null;
                /**
                 * @description `noise`: the interval contains 0. `unknown`: there are too few people, or a few of them have most of the runs
                 * @enum {unknown}
                 */
                verdict: "higher" | "lower" | "noise" | "unknown";
            }[];
        };
        Funnel: {
            flow: string;
            title: string;
            event_prefix: string;
            /** @description Whether `declaration` is `now` */
            declared: boolean;
            /**
             * @description Whether the catalog of the newest version seen declares the flow (`now`), only older catalogs do (`no_longer`), only a catalog that no version has used yet (`not_yet`), or no catalog (`never`)
             * @enum {unknown}
             */
            declaration: "now" | "no_longer" | "not_yet" | "never";
            /** @description Tools whose catalogs declare the flow, by name */
            tools: string[];
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
            /** @description In order: started, then each step of the catalogs followed by the on-path milestones reported during it, then steps that are in no catalog but were reported by ended runs, most frequent first, then completed. A flow that is in no catalog has no milestones */
            stages: {
                /** @description `started`, `step:<step>`, `milestone:<name>` or `completed`; unique within the funnel */
                id: string;
                kind: "started" | "step" | "milestone" | "completed";
                /** @description Label: the step, the milestone, `Started` or `Completed` */
                name: string;
                /**
                 * @description Whether the catalog of the newest version seen declares the stage (`now`), only older catalogs do (`no_longer`), only a catalog that no version has used yet (`not_yet`), or no catalog (`never`)
                 * @enum {unknown}
                 */
                declaration: "now" | "no_longer" | "not_yet" | "never";
                /** @description Runs that got here. Started: all runs. Step: runs that completed, or whose furthest step is this one or a later one, in the step order of the catalog of their version. Milestone: runs that reported it. Completed: runs that completed */
                reached: number;
                from_previous: number | null;
                from_start: number | null;
                time_p50_ms: number | null;
                time_p90_ms: number | null;
                /** @description A run stops at the stage of its furthest step, or at `started` if no step is known. Every run that did not complete stops at exactly one stage that is a step or `started`. Lists are sorted by runs, largest first, then by name */
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
            /** @description Reasons of aborted runs over all steps, most frequent first, without `vanished` */
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
                /**
                 * @description Whether the catalog of the newest version seen declares the milestone (`now`), only older catalogs do (`no_longer`), only a catalog that no version has used yet (`not_yet`), or no catalog (`never`)
                 * @enum {unknown}
                 */
                declaration: "now" | "no_longer" | "not_yet" | "never";
            }[];
        };
        FunnelStage: {
            /** @description `started`, `step:<step>`, `milestone:<name>` or `completed`; unique within the funnel */
            id: string;
            kind: "started" | "step" | "milestone" | "completed";
            /** @description Label: the step, the milestone, `Started` or `Completed` */
            name: string;
            /**
             * @description Whether the catalog of the newest version seen declares the stage (`now`), only older catalogs do (`no_longer`), only a catalog that no version has used yet (`not_yet`), or no catalog (`never`)
             * @enum {unknown}
             */
            declaration: "now" | "no_longer" | "not_yet" | "never";
            /** @description Runs that got here. Started: all runs. Step: runs that completed, or whose furthest step is this one or a later one, in the step order of the catalog of their version. Milestone: runs that reported it. Completed: runs that completed */
            reached: number;
            from_previous: number | null;
            from_start: number | null;
            time_p50_ms: number | null;
            time_p90_ms: number | null;
            /** @description A run stops at the stage of its furthest step, or at `started` if no step is known. Every run that did not complete stops at exactly one stage that is a step or `started`. Lists are sorted by runs, largest first, then by name */
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
        };
        Health: {
            /** @enum {string} */
            status: "ok";
        };
        IngestResponse: {
            /** @description Events stored now, without duplicates */
            accepted: number;
            /** @description Events known to be stored already; no event is stored twice */
            duplicates: number;
            /** @description Stored in quarantine, with the reason */
            quarantined: {
                /** @description Position in the request */
                index: number;
                insert_id: string | null;
                /** @description Stable; see docs/errors.md */
                code: string;
                /** @description Path of the invalid field; null for the whole event */
                field: string | null;
                message: string;
            }[];
            /** @description Not stored, because not an object */
            rejected: {
                /** @description Position in the request */
                index: number;
                insert_id: string | null;
                /** @description Stable; see docs/errors.md */
                code: string;
                /** @description Path of the invalid field; null for the whole event */
                field: string | null;
                message: string;
            }[];
            /** @enum {boolean} */
            catalog_wanted?: true;
            /** @description The catalog was refused; the events were stored */
            catalog_refused?: {
                /** @description See docs/errors.md */
                code: string;
                message: string;
            };
        };
        /** @description What this collector took in. A request with events of several projects is not counted */
        IntakeReport: {
            /**
             * Format: date-time
             * @description When this collector started to count
             */
            since: string;
            /** @description Events that were stored */
            accepted: number;
            /** @description Events that arrived again and were not stored again */
            duplicates: number;
            /** @description Events that were quarantined, including repeats */
            quarantined: number;
            /** @description Requests to /ingest that were refused, newest first. A request with an unknown key belongs to no project, so every project lists those */
            refused: {
                /** @description Stable; see docs/errors.md */
                code: string;
                /** @description What happened */
                title: string;
                /** @description What to do */
                action: string;
                /** @description Refused requests */
                requests: number;
                /**
                 * Format: date-time
                 * @description The newest of them
                 */
                last_at: string;
            }[];
            /** @description Duration of the last 1,000 commits of all projects, also of failed ones */
            commits: {
                p50_ms: number | null;
                p95_ms: number | null;
                max_ms: number | null;
            };
        };
        InvocationDetail: {
            summary: {
                invocation_id: string;
                /**
                 * Format: date-time
                 * @description Corrected time of its first event
                 */
                started_at: string;
                /** @description Empty if unknown */
                command: string;
                /** @description Empty if unknown */
                tool: string;
                /** @description Empty if unknown */
                version: string;
                /** @description Empty if unknown */
                cli_context: string;
                /** @description Empty if unknown */
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
                /** @description Names of the flags given, in order */
                flags: string[];
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
                 * @description When the collector received it
                 */
                received_at: string;
                /** @description Whether the corrected time is implausibly far from the arrival */
                doubtful_time: boolean;
                /** @description Since the first event of the invocation, by the client’s clock */
                offset_ms: number;
                flow: string | null;
                flow_run_id: string | null;
                role: ("started" | "milestone" | "completed" | "aborted" | "failed") | null;
                properties: {
                    [key: string]: unknown;
                };
                /** @description The whole stored event, as in the export */
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
                /** @description Invocation in which the run began */
                invocation_id: string;
                flow: string;
                /** @description Title of the flow; its name if it is in no catalog */
                title: string;
                /** @enum {unknown} */
                outcome: "completed" | "aborted" | "failed" | "vanished" | "incomplete";
                reason: string | null;
                error_class: string | null;
                step: string | null;
                /** @description In sequence order, each once */
                milestones: string[];
                /** @description In the requested invocation */
                first_sequence: number;
                /** @description In the requested invocation */
                last_sequence: number;
                /**
                 * Format: date-time
                 * @description Client’s time of its first event
                 */
                started_at: string;
                duration_ms: number | null;
            }[];
            /** @description Base properties and the tool’s invocation properties, as on the first event */
            base: {
                [key: string]: unknown;
            };
            /** @description Those that the catalog of the newest version seen does not declare: `no_longer` or `not_yet` */
            base_undeclared: {
                [key: string]: "now" | "no_longer" | "not_yet" | "never";
            };
        };
        InvocationPage: {
            /** @description All that match */
            total: number;
            flow_runs: number | null;
            people: number | null;
            matching_events: number | null;
            /** @description In the order of `sort` */
            invocations: {
                invocation_id: string;
                /**
                 * Format: date-time
                 * @description Corrected time of its first event
                 */
                started_at: string;
                /** @description Empty if unknown */
                command: string;
                /** @description Empty if unknown */
                tool: string;
                /** @description Empty if unknown */
                version: string;
                /** @description Empty if unknown */
                cli_context: string;
                /** @description Empty if unknown */
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
                /** @description Names of the flags given, in order */
                flags: string[];
                /** @description Events that have arrived, repeats not counted */
                events: number;
                /** @description Gaps in the sequence: events known to exist that have not arrived */
                missing: number;
            }[];
            next_cursor: string | null;
        };
        InvocationSummary: {
            invocation_id: string;
            /**
             * Format: date-time
             * @description Corrected time of its first event
             */
            started_at: string;
            /** @description Empty if unknown */
            command: string;
            /** @description Empty if unknown */
            tool: string;
            /** @description Empty if unknown */
            version: string;
            /** @description Empty if unknown */
            cli_context: string;
            /** @description Empty if unknown */
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
            /** @description Names of the flags given, in order */
            flags: string[];
            /** @description Events that have arrived, repeats not counted */
            events: number;
            /** @description Gaps in the sequence: events known to exist that have not arrived */
            missing: number;
        };
        LossReport: {
            /** @description Batches that came with a loss report */
            batches: number;
            /** @description Events that clients recorded: sent and lost */
            recorded: number;
            /** @description Events that clients sent */
            sent: number;
            /** @description Events that clients lost, for all reasons */
            lost: number;
            /** @description Most frequent first */
            reasons: {
                /** @description `age`, `size`, `quarantine`, `corrupt` or `write` */
                reason: string;
                /** @description Events */
                events: number;
            }[];
            /** @description Property values that clients left out; their events were sent */
            refused_values: number;
        };
        Overview: {
            /** @description Length of one point of the series: an hour for ranges of up to two days, else a day of the zone */
            interval: "hour" | "day";
            totals: {
                /** @description Runs of the tool */
                invocations: number;
                /** @description People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted */
                users: number;
                /** @description Invocations with a known outcome */
                completed: number;
                /** @description Of those, succeeded */
                succeeded: number;
                /** @description Of those, failed with an error */
                failed: number;
                /** @description Of those, cancelled by the user */
                cancelled: number;
                /** @description Of those, killed before they could report an outcome */
                vanished: number;
                success_rate: number | null;
                duration_p50_ms: number | null;
                duration_p95_ms: number | null;
            };
            /** @description The same for the previous range of equal length; null if it has no events */
            previous: {
                /** @description Runs of the tool */
                invocations: number;
                /** @description People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted */
                users: number;
                /** @description Invocations with a known outcome */
                completed: number;
                /** @description Of those, succeeded */
                succeeded: number;
                /** @description Of those, failed with an error */
                failed: number;
                /** @description Of those, cancelled by the user */
                cancelled: number;
                /** @description Of those, killed before they could report an outcome */
                vanished: number;
                success_rate: number | null;
                duration_p50_ms: number | null;
                duration_p95_ms: number | null;
            } | null;
            /** @description One entry per interval of the range, in order, including empty ones */
            series: {
                /**
                 * Format: date-time
                 * @description Start of the interval
                 */
                time: string;
                /** @description Runs of the tool */
                invocations: number;
                /** @description People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted */
                users: number;
                /** @description Invocations with a known outcome */
                completed: number;
                /** @description Of those, succeeded */
                succeeded: number;
                /** @description Of those, failed with an error */
                failed: number;
                /** @description Of those, cancelled by the user */
                cancelled: number;
                /** @description Of those, killed before they could report an outcome */
                vanished: number;
                success_rate: number | null;
                duration_p50_ms: number | null;
                duration_p95_ms: number | null;
            }[];
            /** @description The 20 most used commands, most used first */
            commands: {
                /** @description Empty if unknown */
                tool: string;
                command: string;
                /** @description Invocations */
                invocations: number;
                /** @description People */
                users: number;
                success_rate: number | null;
                duration_p50_ms: number | null;
                duration_p95_ms: number | null;
            }[];
            /** @description Versions seen in the range, grouped by tool; within a tool semver versions, newest first, then other names */
            versions: {
                /** @description Empty if unknown */
                tool: string;
                version: string;
                /** @description Invocations */
                invocations: number;
                /** @description People */
                users: number;
                success_rate: number | null;
                /**
                 * Format: date-time
                 * @description When the version was first seen, also before the range
                 */
                first_seen: string;
            }[];
        };
        /** @description An error */
        Problem: {
            /** @description Always `about:blank`; see `code` */
            type: string;
            /** @description The HTTP status */
            status: number;
            /** @description Stable; see docs/errors.md */
            code: string;
            /** @description What happened */
            title: string;
            /** @description Details of this request */
            detail: string;
            /** @description What to do */
            action: string;
            /** @description Also in the collector’s log */
            request_id: string;
        };
        PropertyBreakdown: {
            event: string;
            property: string;
            totals: {
                /** @description Events; repeats count once */
                events: number;
                /** @description Invocations with at least one of them */
                invocations: number;
                /** @description People who ran these */
                users: number;
            };
            /** @description The most frequent values, at most 10. An event whose property is a list counts for each of its entries */
            values: {
                /** @description `{}` stands for all objects */
                value: string | number | boolean | Record<string, never>;
                /** @description Parameter `property` of the list of the invocations behind it */
                condition: string;
                /** @description Events; repeats count once */
                events: number;
                /** @description Invocations with at least one of them */
                invocations: number;
                /** @description People who ran these */
                users: number;
            }[];
            /** @description All other values; null if there are none */
            other: {
                /** @description Different values */
                values: number;
                /** @description Parameter `property` of the list of the invocations behind it */
                condition: string;
                /** @description Events; repeats count once */
                events: number;
                /** @description Invocations with at least one of them */
                invocations: number;
                /** @description People who ran these */
                users: number;
            } | null;
            /** @description Events without a value; null if there are none */
            missing: {
                /** @description Parameter `property` of the list of the invocations behind it */
                condition: string;
                /** @description Events; repeats count once */
                events: number;
                /** @description Invocations with at least one of them */
                invocations: number;
                /** @description People who ran these */
                users: number;
            } | null;
            /** @description The distribution of those values that are numbers; null without any */
            numbers: {
                minimum: number;
                maximum: number;
                /** @description Median */
                p50: number;
                /** @description 90th percentile */
                p90: number;
                /** @description Of equal width up to the 90th percentile, then one for the rest. An event with a list counts once in each bin with a number of it */
                bins: {
                    /** @description Inclusive */
                    from: number;
                    to: number | null;
                    /** @description Parameter `property` of the list of the invocations behind it */
                    condition: string;
                    /** @description Events; repeats count once */
                    events: number;
                    /** @description Invocations with at least one of them */
                    invocations: number;
                    /** @description People who ran these */
                    users: number;
                }[];
            } | null;
        };
        QuarantineReport: {
            /** @description Quarantined events that arrived in the range, without repeats */
            events: number;
            /** @description Most frequent first */
            codes: {
                /** @description Stable; see docs/errors.md */
                code: string;
                /** @description Events */
                events: number;
            }[];
            /** @description By tool, event, code and field: the 200 most frequent */
            groups: {
                /** @description Empty if unknown */
                tool: string;
                /** @description Empty if it has no name */
                event: string;
                code: string;
                field: string | null;
                /** @description Events */
                events: number;
                /**
                 * Format: date-time
                 * @description When the newest first arrived
                 */
                last_received_at: string;
            }[];
            /** @description The newest 50, without their content */
            recent: {
                /**
                 * Format: date-time
                 * @description When the collector received it
                 */
                received_at: string;
                insert_id: string | null;
                code: string;
                /** @description Path of the invalid field; null for the whole event */
                field: string | null;
                message: string;
            }[];
        };
        QuarantinedEvent: {
            /** @description Of the quarantined event; a repeat has the same */
            id: string;
            /**
             * Format: date-time
             * @description When the collector first received it
             */
            received_at: string;
            insert_id: string | null;
            /** @description Empty if unknown */
            tool: string;
            /** @description Name of the event; empty if it has none */
            event: string;
            /** @description Stable; see docs/errors.md */
            code: string;
            field: string | null;
            message: string;
            /** @description As it was sent */
            body: unknown;
        };
        QuarantinedEventPage: {
            /** @description Newest first */
            events: {
                /** @description Of the quarantined event; a repeat has the same */
                id: string;
                /**
                 * Format: date-time
                 * @description When the collector first received it
                 */
                received_at: string;
                insert_id: string | null;
                /** @description Empty if unknown */
                tool: string;
                /** @description Name of the event; empty if it has none */
                event: string;
                /** @description Stable; see docs/errors.md */
                code: string;
                field: string | null;
                message: string;
            }[];
            next_cursor: string | null;
        };
        Rejections: {
            /** @description Runs whose arguments were refused; they are no invocations */
            runs: number;
            /** @description The 20 most frequent, most frequent first */
            reasons: {
                /** @description Name of the tool; empty if unknown */
                tool: string;
                /** @description The command that was found, without what was refused */
                command: string;
                /** @description `unknown_command`, `unknown_flag`, `missing_argument` or `invalid_value` */
                kind: string;
                /** @description A command or flag within two edits of what was typed, else `none` */
                nearest: string;
                /** @description Refused runs */
                runs: number;
                /**
                 * Format: date-time
                 * @description The newest of them
                 */
                last_seen: string;
                /** @description Id of the newest */
                last_invocation_id: string;
            }[];
        };
        ReleaseChange: {
            kind: "command" | "error_class" | "step";
            /** @description The command, the error class, or the id of the stage */
            name: string;
            flow: string | null;
            before: {
                /** @description Of a command or an error class: ended invocations. Of a step: ended runs of the flow that reached it */
                runs: number;
                /** @description Of those, that failed or were killed, had the error class, or stopped at the step */
                hits: number;
                rate: number | null;
                /** @description People with such a run */
                people_hit: number;
            };
            after: {
                /** @description Of a command or an error class: ended invocations. Of a step: ended runs of the flow that reached it */
                runs: number;
                /** @description Of those, that failed or were killed, had the error class, or stopped at the step */
                hits: number;
                rate: number | null;
                /** @description People with such a run */
                people_hit: number;
            };
            probability: number | null;
        };
        ReleaseComparison: {
            /** @description Empty if unknown */
            tool: string;
            /** @description The release */
            version: string;
            /** @description What it is compared with */
            previous_version: string;
            /** @description Rates that at least 20 people of each release have */
            tested: number;
            /** @description Rates that fewer have: nothing can be said of them */
            untested: number;
            /** @description Rates that rose by more than chance, most people hit first. If nothing has changed, at most one release in twenty has an entry; see docs/numbers.md */
            worse: {
                kind: "command" | "error_class" | "step";
                /** @description The command, the error class, or the id of the stage */
                name: string;
                flow: string | null;
                before: {
                    /** @description Of a command or an error class: ended invocations. Of a step: ended runs of the flow that reached it */
                    runs: number;
                    /** @description Of those, that failed or were killed, had the error class, or stopped at the step */
                    hits: number;
                    rate: number | null;
                    /** @description People with such a run */
                    people_hit: number;
                };
                after: {
                    /** @description Of a command or an error class: ended invocations. Of a step: ended runs of the flow that reached it */
                    runs: number;
                    /** @description Of those, that failed or were killed, had the error class, or stopped at the step */
                    hits: number;
                    rate: number | null;
                    /** @description People with such a run */
                    people_hit: number;
                };
                probability: number | null;
            }[];
            /** @description With `all`: the other rates, most people hit first, at most 500. Else empty */
            others: {
                kind: "command" | "error_class" | "step";
                /** @description The command, the error class, or the id of the stage */
                name: string;
                flow: string | null;
                before: {
                    /** @description Of a command or an error class: ended invocations. Of a step: ended runs of the flow that reached it */
                    runs: number;
                    /** @description Of those, that failed or were killed, had the error class, or stopped at the step */
                    hits: number;
                    rate: number | null;
                    /** @description People with such a run */
                    people_hit: number;
                };
                after: {
                    /** @description Of a command or an error class: ended invocations. Of a step: ended runs of the flow that reached it */
                    runs: number;
                    /** @description Of those, that failed or were killed, had the error class, or stopped at the step */
                    hits: number;
                    rate: number | null;
                    /** @description People with such a run */
                    people_hit: number;
                };
                probability: number | null;
            }[];
        };
        ReleaseReport: {
            /** @description By tool; without tools that have one release in the range */
            releases: {
                /** @description Empty if unknown */
                tool: string;
                /** @description The release */
                version: string;
                /** @description What it is compared with */
                previous_version: string;
                /** @description Rates that at least 20 people of each release have */
                tested: number;
                /** @description Rates that fewer have: nothing can be said of them */
                untested: number;
                /** @description Rates that rose by more than chance, most people hit first. If nothing has changed, at most one release in twenty has an entry; see docs/numbers.md */
                worse: {
                    kind: "command" | "error_class" | "step";
                    /** @description The command, the error class, or the id of the stage */
                    name: string;
                    flow: string | null;
                    before: {
                        /** @description Of a command or an error class: ended invocations. Of a step: ended runs of the flow that reached it */
                        runs: number;
                        /** @description Of those, that failed or were killed, had the error class, or stopped at the step */
                        hits: number;
                        rate: number | null;
                        /** @description People with such a run */
                        people_hit: number;
                    };
                    after: {
                        /** @description Of a command or an error class: ended invocations. Of a step: ended runs of the flow that reached it */
                        runs: number;
                        /** @description Of those, that failed or were killed, had the error class, or stopped at the step */
                        hits: number;
                        rate: number | null;
                        /** @description People with such a run */
                        people_hit: number;
                    };
                    probability: number | null;
                }[];
                /** @description With `all`: the other rates, most people hit first, at most 500. Else empty */
                others: {
                    kind: "command" | "error_class" | "step";
                    /** @description The command, the error class, or the id of the stage */
                    name: string;
                    flow: string | null;
                    before: {
                        /** @description Of a command or an error class: ended invocations. Of a step: ended runs of the flow that reached it */
                        runs: number;
                        /** @description Of those, that failed or were killed, had the error class, or stopped at the step */
                        hits: number;
                        rate: number | null;
                        /** @description People with such a run */
                        people_hit: number;
                    };
                    after: {
                        /** @description Of a command or an error class: ended invocations. Of a step: ended runs of the flow that reached it */
                        runs: number;
                        /** @description Of those, that failed or were killed, had the error class, or stopped at the step */
                        hits: number;
                        rate: number | null;
                        /** @description People with such a run */
                        people_hit: number;
                    };
                    probability: number | null;
                }[];
            }[];
            /** @description What can be compared: the versions of each tool in the range */
            tools: {
                /** @description Empty if unknown */
                tool: string;
                /** @description Newest first */
                versions: string[];
            }[];
        };
        RetentionReport: {
            /**
             * Format: date-time
             * @description End of what is counted: the end of the range, or now
             */
            until: string;
            /** @description The weeks that the range touches */
            weeks: string[];
            /** @description One without `by`; else those with most people first, at most 12 */
            groups: {
                tool: string | null;
                name: string | null;
                /** @description People of all cohorts */
                people: number;
                /** @description One for each of `weeks`, in order, including empty ones */
                cohorts: {
                    /**
                     * Format: date-time
                     * @description Week of the first invocation of these people
                     */
                    week: string;
                    /** @description People */
                    people: number;
                    /** @description From the week of the first invocation to the last of `weeks` */
                    weeks: {
                        /** @description People with an invocation in this week */
                        people: number;
                        /** @description False: the week is not over, more may come */
                        is_over: boolean;
                    }[];
                }[];
                /** @description By weeks since the first invocation, over all cohorts for which that week is over */
                average: {
                    /** @description People with an invocation in this week */
                    people: number;
                    /** @description People of these cohorts */
                    of: number;
                }[];
            }[];
        };
        SqlColumn: {
            name: string;
            /** @description Of the engine: `String`, `Nullable(Float64)` */
            type: string;
        };
        SqlResult: {
            columns: {
                name: string;
                /** @description Of the engine: `String`, `Nullable(Float64)` */
                type: string;
            }[];
            /** @description Values in the order of the columns */
            rows: unknown[][];
            /** @description Whether there were more than 10000 rows */
            truncated: boolean;
            /** @description Milliseconds that the query took */
            elapsed_ms: number;
        };
        SqlView: {
            name: string;
            /** @description What a row is */
            description: string;
            columns: {
                name: string;
                /** @description Of the engine */
                type: string;
                description: string;
            }[];
        };
        SqlViewColumn: {
            name: string;
            /** @description Of the engine */
            type: string;
            description: string;
        };
        SqlViews: {
            views: {
                name: string;
                /** @description What a row is */
                description: string;
                columns: {
                    name: string;
                    /** @description Of the engine */
                    type: string;
                    description: string;
                }[];
            }[];
            /** @description Functions that a query may call */
            functions: string[];
            /** @description Characters of a query, at most */
            longest_query: number;
        };
        Storage: {
            /** @description Rows of all tables, including repeats that are not merged yet */
            rows: number;
            /** @description Their size on disk */
            bytes: number;
            /** @description Parts: groups of rows that the engine has not merged yet */
            parts: number;
            /** @description Size of files that merges, deletions and retention have replaced; the engine removes them within minutes */
            superseded_bytes: number;
            disk: {
                /** @description Size of the volume of the data directory */
                total_bytes: number;
                /** @description Bytes of it that the collector may still write */
                free_bytes: number;
                /** @description Bytes that must stay free: below this nothing is stored */
                floor_bytes: number;
            };
            /** @description Accepted while the store was overloaded, slow or failing; stored soon */
            overflow: {
                /** @description Events that wait there */
                events: number;
                /** @description Bytes of their files */
                bytes: number;
                /** @description Files that could not be read or stored; they are kept */
                unreadable_files: number;
            };
            /** @description Largest first */
            tables: {
                table: string;
                /** @description Rows */
                rows: number;
                /** @description Bytes on the disk */
                bytes: number;
                /** @description Parts */
                parts: number;
                /** @description In order; empty for tables that are not partitioned by month */
                months: {
                    /** @description Like 2026-05; null for implausible dates */
                    month: string | null;
                    /** @description Rows */
                    rows: number;
                    /** @description Bytes on the disk */
                    bytes: number;
                }[];
            }[];
            /** @description Those of the last 30 days on which the store ran, in order */
            history: {
                /**
                 * Format: date
                 * @description UTC
                 */
                day: string;
                /** @description Bytes of all tables at the last measurement of that day */
                bytes: number;
            }[];
            /** @description Over the last 30 days, or since the first measurement; negative if it shrank; null within the first day */
            growth_bytes_per_day: number | null;
            /** @description Days until the floor is reached at that rate; null if the store does not grow or its growth is unknown */
            days_until_floor: number | null;
        };
        TimelineEvent: {
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
             * @description When the collector received it
             */
            received_at: string;
            /** @description Whether the corrected time is implausibly far from the arrival */
            doubtful_time: boolean;
            /** @description Since the first event of the invocation, by the client’s clock */
            offset_ms: number;
            flow: string | null;
            flow_run_id: string | null;
            role: ("started" | "milestone" | "completed" | "aborted" | "failed") | null;
            properties: {
                [key: string]: unknown;
            };
            /** @description The whole stored event, as in the export */
            raw: {
                [key: string]: unknown;
            };
        };
        ToolList: {
            /** @description By name; if the tool of some events is unknown, an empty name comes last */
            tools: string[];
        };
        Totals: {
            /** @description Runs of the tool */
            invocations: number;
            /** @description People: user ids, and anonymous ids without a known user id; ids shared by CI runs are not counted */
            users: number;
            /** @description Invocations with a known outcome */
            completed: number;
            /** @description Of those, succeeded */
            succeeded: number;
            /** @description Of those, failed with an error */
            failed: number;
            /** @description Of those, cancelled by the user */
            cancelled: number;
            /** @description Of those, killed before they could report an outcome */
            vanished: number;
            success_rate: number | null;
            duration_p50_ms: number | null;
            duration_p95_ms: number | null;
        };
        /** @description An alert, without its secret */
        Alert: {
            id: string;
            name: string;
            condition: {
                /** @enum {string} */
                kind: "release";
                /** @description Default: every tool */
                tool?: string;
            } | {
                /** @enum {string} */
                kind: "threshold";
                measure: "success_rate" | "invocations" | "users" | "error_share" | "flow_completion";
                is: "below" | "above";
                /** @description Of rates from 0 to 1 */
                value: number;
                /** @description The hours up to now */
                window_hours: number;
                /** @description With fewer runs, a rate neither begins nor ends an incident */
                min_runs: number;
                /** @description Only this tool */
                tool?: string;
                /** @description Only this command */
                command?: string;
                /** @description For `error_share` */
                error_class?: string;
                /** @description For `flow_completion` */
                flow?: string;
            };
            channel: {
                /** @enum {string} */
                kind: "webhook";
                /** @description With https:// or http:// */
                url: string;
            } | {
                /** @enum {string} */
                kind: "email";
                /** @description Addresses */
                to: string[];
            };
            /** @description While it is true, nothing is evaluated or sent */
            is_paused: boolean;
            /**
             * Format: date-time
             * @description When it was created
             */
            created_at: string;
            created_by: string;
            /** @description Newest first */
            incidents: {
                /** @description UUID; in every message about it */
                id: string;
                /** @description The release; empty for a threshold */
                subject: string;
                /** @description What was found when it began */
                lines: string[];
                /** @description Path of the page that shows it */
                path: string;
                /**
                 * Format: date-time
                 * @description When it was found
                 */
                began_at: string;
                ended_at: string | null;
                began: {
                    /** @description `failed`: given up after a day */
                    state: "waiting" | "sent" | "failed";
                    attempts: number;
                    /** @description When it was sent, or tried last; null before the first attempt */
                    attempted_at: string | null;
                    /** @description Why the last attempt failed, or why a sent message did not reach everyone; null if it did */
                    reason: string | null;
                };
                ended: {
                    /** @description `failed`: given up after a day */
                    state: "waiting" | "sent" | "failed";
                    attempts: number;
                    /** @description When it was sent, or tried last; null before the first attempt */
                    attempted_at: string | null;
                    /** @description Why the last attempt failed, or why a sent message did not reach everyone; null if it did */
                    reason: string | null;
                } | null;
            }[];
        };
        AlertList: {
            /** @description Oldest first */
            alerts: {
                id: string;
                name: string;
                condition: {
                    /** @enum {string} */
                    kind: "release";
                    /** @description Default: every tool */
                    tool?: string;
                } | {
                    /** @enum {string} */
                    kind: "threshold";
                    measure: "success_rate" | "invocations" | "users" | "error_share" | "flow_completion";
                    is: "below" | "above";
                    /** @description Of rates from 0 to 1 */
                    value: number;
                    /** @description The hours up to now */
                    window_hours: number;
                    /** @description With fewer runs, a rate neither begins nor ends an incident */
                    min_runs: number;
                    /** @description Only this tool */
                    tool?: string;
                    /** @description Only this command */
                    command?: string;
                    /** @description For `error_share` */
                    error_class?: string;
                    /** @description For `flow_completion` */
                    flow?: string;
                };
                channel: {
                    /** @enum {string} */
                    kind: "webhook";
                    /** @description With https:// or http:// */
                    url: string;
                } | {
                    /** @enum {string} */
                    kind: "email";
                    /** @description Addresses */
                    to: string[];
                };
                /** @description While it is true, nothing is evaluated or sent */
                is_paused: boolean;
                /**
                 * Format: date-time
                 * @description When it was created
                 */
                created_at: string;
                created_by: string;
                /** @description Newest first */
                incidents: {
                    /** @description UUID; in every message about it */
                    id: string;
                    /** @description The release; empty for a threshold */
                    subject: string;
                    /** @description What was found when it began */
                    lines: string[];
                    /** @description Path of the page that shows it */
                    path: string;
                    /**
                     * Format: date-time
                     * @description When it was found
                     */
                    began_at: string;
                    ended_at: string | null;
                    began: {
                        /** @description `failed`: given up after a day */
                        state: "waiting" | "sent" | "failed";
                        attempts: number;
                        /** @description When it was sent, or tried last; null before the first attempt */
                        attempted_at: string | null;
                        /** @description Why the last attempt failed, or why a sent message did not reach everyone; null if it did */
                        reason: string | null;
                    };
                    ended: {
                        /** @description `failed`: given up after a day */
                        state: "waiting" | "sent" | "failed";
                        attempts: number;
                        /** @description When it was sent, or tried last; null before the first attempt */
                        attempted_at: string | null;
                        /** @description Why the last attempt failed, or why a sent message did not reach everyone; null if it did */
                        reason: string | null;
                    } | null;
                }[];
            }[];
            /** @description Whether a mail server is configured */
            can_email: boolean;
        };
        AlertTest: {
            delivered: boolean;
            /** @description Why not, or why not to everyone */
            reason: string | null;
        };
        NewAlert: {
            id: string;
            name: string;
            condition: {
                /** @enum {string} */
                kind: "release";
                /** @description Default: every tool */
                tool?: string;
            } | {
                /** @enum {string} */
                kind: "threshold";
                measure: "success_rate" | "invocations" | "users" | "error_share" | "flow_completion";
                is: "below" | "above";
                /** @description Of rates from 0 to 1 */
                value: number;
                /** @description The hours up to now */
                window_hours: number;
                /** @description With fewer runs, a rate neither begins nor ends an incident */
                min_runs: number;
                /** @description Only this tool */
                tool?: string;
                /** @description Only this command */
                command?: string;
                /** @description For `error_share` */
                error_class?: string;
                /** @description For `flow_completion` */
                flow?: string;
            };
            channel: {
                /** @enum {string} */
                kind: "webhook";
                /** @description With https:// or http:// */
                url: string;
            } | {
                /** @enum {string} */
                kind: "email";
                /** @description Addresses */
                to: string[];
            };
            /** @description While it is true, nothing is evaluated or sent */
            is_paused: boolean;
            /**
             * Format: date-time
             * @description When it was created
             */
            created_at: string;
            created_by: string;
            /** @description Newest first */
            incidents: {
                /** @description UUID; in every message about it */
                id: string;
                /** @description The release; empty for a threshold */
                subject: string;
                /** @description What was found when it began */
                lines: string[];
                /** @description Path of the page that shows it */
                path: string;
                /**
                 * Format: date-time
                 * @description When it was found
                 */
                began_at: string;
                ended_at: string | null;
                began: {
                    /** @description `failed`: given up after a day */
                    state: "waiting" | "sent" | "failed";
                    attempts: number;
                    /** @description When it was sent, or tried last; null before the first attempt */
                    attempted_at: string | null;
                    /** @description Why the last attempt failed, or why a sent message did not reach everyone; null if it did */
                    reason: string | null;
                };
                ended: {
                    /** @description `failed`: given up after a day */
                    state: "waiting" | "sent" | "failed";
                    attempts: number;
                    /** @description When it was sent, or tried last; null before the first attempt */
                    attempted_at: string | null;
                    /** @description Why the last attempt failed, or why a sent message did not reach everyone; null if it did */
                    reason: string | null;
                } | null;
            }[];
            /** @description Signs the requests of a webhook; only in the response that names its address first */
            secret: string | null;
        };
        /** @description Something that happened, as a mark on the charts */
        Annotation: {
            id: string;
            /**
             * Format: date-time
             * @description When it happened
             */
            at: string;
            text: string;
            /** @description Whether the sender of the request may change it */
            may_change: boolean;
            /**
             * Format: date-time
             * @description When it was written
             */
            created_at: string;
            /** @description E-mail of the account, or `anyone` without accounts */
            created_by: string;
        };
        AnnotationList: {
            /** @description By the time when they happened */
            annotations: {
                id: string;
                /**
                 * Format: date-time
                 * @description When it happened
                 */
                at: string;
                text: string;
                /** @description Whether the sender of the request may change it */
                may_change: boolean;
                /**
                 * Format: date-time
                 * @description When it was written
                 */
                created_at: string;
                /** @description E-mail of the account, or `anyone` without accounts */
                created_by: string;
            }[];
        };
        /** @description A page with its range and filters, under a name */
        View: {
            id: string;
            name: string;
            /** @description Path and query of the page, without the project */
            address: string;
            /** @description Whether everyone who sees the project sees it */
            is_shared: boolean;
            /** @description Whether the sender of the request may change it */
            may_change: boolean;
            /**
             * Format: date-time
             * @description When it was saved
             */
            created_at: string;
            /** @description E-mail of the account, or `anyone` without accounts */
            created_by: string;
        };
        ViewList: {
            /** @description Those that are shared, and your own; oldest first */
            views: {
                id: string;
                name: string;
                /** @description Path and query of the page, without the project */
                address: string;
                /** @description Whether everyone who sees the project sees it */
                is_shared: boolean;
                /** @description Whether the sender of the request may change it */
                may_change: boolean;
                /**
                 * Format: date-time
                 * @description When it was saved
                 */
                created_at: string;
                /** @description E-mail of the account, or `anyone` without accounts */
                created_by: string;
            }[];
            /** @description Ids of the views on your home page, in order */
            home: string[];
        };
        /** @description Events of a time range, sent in addition to new ones */
        Backfill: {
            /** @description UUID */
            id: string;
            /**
             * Format: date-time
             * @description Start of the range, inclusive
             */
            from: string;
            /**
             * Format: date-time
             * @description End of the range, exclusive
             */
            to: string;
            state: "running" | "finished" | "cancelled";
            /** @description Events done, including those that the filter leaves out */
            done: number;
            /** @description Events in the range; may include repeats */
            total: number;
            /** @description An e-mail, `operator`, or `anyone` on a collector without accounts */
            requested_by: string;
            /**
             * Format: date-time
             * @description When it was requested
             */
            started_at: string;
            /** @description Null while running */
            finished_at: string | null;
        };
        /** @description An event that a destination refused */
        DeadLetter: {
            insert_id: string;
            /** @description Name of the event */
            event: string;
            invocation_id: string;
            /**
             * Format: date-time
             * @description When the collector received the event
             */
            received_at: string;
            /**
             * Format: date-time
             * @description When the destination refused it
             */
            refused_at: string;
            /** @description `http_400`, `too_large`, or the code that a collector gave */
            code: string;
            /** @description HTTP status of the refusal; 0: not sent, because it is too large */
            status: number;
            /** @description First 500 characters of the destination’s response; null if there was no text or JSON */
            response: string | null;
            /** @description `waiting`: it is about to be sent again */
            state: "dead" | "waiting";
            /** @description The event as stored; null if it was deleted */
            body: components["schemas"]["ExportedEvent"] | null;
        };
        DeadLetterPage: {
            /** @description Newest first */
            dead_letters: {
                insert_id: string;
                /** @description Name of the event */
                event: string;
                invocation_id: string;
                /**
                 * Format: date-time
                 * @description When the collector received the event
                 */
                received_at: string;
                /**
                 * Format: date-time
                 * @description When the destination refused it
                 */
                refused_at: string;
                /** @description `http_400`, `too_large`, or the code that a collector gave */
                code: string;
                /** @description HTTP status of the refusal; 0: not sent, because it is too large */
                status: number;
                /** @description First 500 characters of the destination’s response; null if there was no text or JSON */
                response: string | null;
                /** @description `waiting`: it is about to be sent again */
                state: "dead" | "waiting";
                /** @description The event as stored; null if it was deleted */
                body: components["schemas"]["ExportedEvent"] | null;
            }[];
            next_cursor: string | null;
        };
        ForwarderList: {
            /** @description In the order of the file */
            forwarders: {
                /** @description As in the configuration file */
                id: string;
                type: "segment" | "amplitude" | "posthog" | "webhook" | "sonde";
                /** @description Host of the destination; null for the vendor’s default */
                host: string | null;
                /** @description `retrying`: the last request failed and is repeated; `failing`: the key was refused */
                state: "running" | "retrying" | "failing" | "paused";
                lag: {
                    /** @description Events not done yet, including those that the filter leaves out */
                    events: number;
                    /** @description Since the oldest of them was stored */
                    seconds: number;
                };
                /** @description Events accepted by the destination */
                sent: number;
                /** @description Failed requests that were repeated */
                retried: number;
                /** @description Events refused by the destination, neither replayed nor dropped */
                dead_letters: number;
                /** @description Dead letters that are about to be sent again */
                replaying: number;
                /** @description Null before the first event */
                last_sent_at: string | null;
                failure: {
                    /**
                     * Format: date-time
                     * @description When the first of these failures happened
                     */
                    since: string;
                    /** @description For example `status 503` or `ECONNREFUSED` */
                    reason: string;
                } | null;
                /** @description Deletions of persons */
                deletions: {
                    /** @description How many are not passed on yet */
                    waiting: number;
                    /** @description Why the last attempt failed; null if none did */
                    reason: string | null;
                };
                /** @description The last one */
                backfill: {
                    /** @description UUID */
                    id: string;
                    /**
                     * Format: date-time
                     * @description Start of the range, inclusive
                     */
                    from: string;
                    /**
                     * Format: date-time
                     * @description End of the range, exclusive
                     */
                    to: string;
                    state: "running" | "finished" | "cancelled";
                    /** @description Events done, including those that the filter leaves out */
                    done: number;
                    /** @description Events in the range; may include repeats */
                    total: number;
                    /** @description An e-mail, `operator`, or `anyone` on a collector without accounts */
                    requested_by: string;
                    /**
                     * Format: date-time
                     * @description When it was requested
                     */
                    started_at: string;
                    /** @description Null while running */
                    finished_at: string | null;
                } | null;
            }[];
        };
        /** @description A forwarder */
        ForwarderReport: {
            /** @description As in the configuration file */
            id: string;
            type: "segment" | "amplitude" | "posthog" | "webhook" | "sonde";
            /** @description Host of the destination; null for the vendor’s default */
            host: string | null;
            /** @description `retrying`: the last request failed and is repeated; `failing`: the key was refused */
            state: "running" | "retrying" | "failing" | "paused";
            lag: {
                /** @description Events not done yet, including those that the filter leaves out */
                events: number;
                /** @description Since the oldest of them was stored */
                seconds: number;
            };
            /** @description Events accepted by the destination */
            sent: number;
            /** @description Failed requests that were repeated */
            retried: number;
            /** @description Events refused by the destination, neither replayed nor dropped */
            dead_letters: number;
            /** @description Dead letters that are about to be sent again */
            replaying: number;
            /** @description Null before the first event */
            last_sent_at: string | null;
            failure: {
                /**
                 * Format: date-time
                 * @description When the first of these failures happened
                 */
                since: string;
                /** @description For example `status 503` or `ECONNREFUSED` */
                reason: string;
            } | null;
            /** @description Deletions of persons */
            deletions: {
                /** @description How many are not passed on yet */
                waiting: number;
                /** @description Why the last attempt failed; null if none did */
                reason: string | null;
            };
            /** @description The last one */
            backfill: {
                /** @description UUID */
                id: string;
                /**
                 * Format: date-time
                 * @description Start of the range, inclusive
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description End of the range, exclusive
                 */
                to: string;
                state: "running" | "finished" | "cancelled";
                /** @description Events done, including those that the filter leaves out */
                done: number;
                /** @description Events in the range; may include repeats */
                total: number;
                /** @description An e-mail, `operator`, or `anyone` on a collector without accounts */
                requested_by: string;
                /**
                 * Format: date-time
                 * @description When it was requested
                 */
                started_at: string;
                /** @description Null while running */
                finished_at: string | null;
            } | null;
        };
        SettledDeadLetters: {
            /** @description How many */
            dead_letters: number;
        };
        /** @description A stored catalog */
        PushedCatalog: {
            /** @description `unchanged`: it had been stored before */
            status: "new" | "unchanged";
            project: string;
            tool: string;
            hash: string;
        };
        /** @description A deletion at a destination */
        DeletionForward: {
            /** @description Id of the forwarder */
            forwarder: string;
            /** @description `failed` and `not_possible`: delete the person there yourself */
            state: "waiting" | "passed_on" | "failed" | "not_possible";
            /** @description Empty if there is nothing to say */
            reason: string;
            /**
             * Format: date-time
             * @description When this was noted
             */
            at: string;
        };
        /** @description The receipt; with `dry_run`, what would be deleted */
        DeletionResponse: {
            project: string;
            /** @description UUID of the deletion */
            id: string;
            kind: "user_id" | "anonymous_id";
            /** @description Keyed hash of the id, the same for each deletion of it in this project */
            person: string;
            /** @description Whether later events under the same ids are refused, not only repeats */
            refuses_later: boolean;
            /** @description An e-mail, `operator`, `installation`, or `anyone` on a collector without accounts */
            requested_by: string;
            /**
             * Format: date-time
             * @description When it was requested
             */
            requested_at: string;
            /** @description When everything was deleted; null while running */
            finished_at: string | null;
            /** @description Repeats counted once; null while running, or if an earlier version made the deletion */
            events: number | null;
            /** @description Quarantined events; null while running, or if an earlier version made the deletion */
            quarantined: number | null;
            /** @description Loss reports that came with the events; null while running, or if an earlier version made the deletion */
            loss_reports: number | null;
            /** @description Anonymous ids linked to the user; null while running, or if an earlier version made the deletion */
            anonymous_ids: number | null;
            /** @description Other user ids of the same person; null while running, or if an earlier version made the deletion */
            other_user_ids: number | null;
            /** @description What became of it at the destinations of forwarders */
            forwards: {
                /** @description Id of the forwarder */
                forwarder: string;
                /** @description `failed` and `not_possible`: delete the person there yourself */
                state: "waiting" | "passed_on" | "failed" | "not_possible";
                /** @description Empty if there is nothing to say */
                reason: string;
                /**
                 * Format: date-time
                 * @description When this was noted
                 */
                at: string;
            }[];
        } | {
            /** @description Without repeats */
            events: number;
            /** @description Quarantined events */
            quarantined: number;
            /** @description Loss reports that came with the events */
            loss_reports: number;
            /** @description Anonymous ids linked to the user; their events are deleted too */
            anonymous_ids: number;
            /** @description Other user ids of the same person; their events are deleted too */
            other_user_ids: number;
        };
        DeletionPage: {
            /** @description Newest first */
            deletions: {
                project: string;
                /** @description UUID of the deletion */
                id: string;
                kind: "user_id" | "anonymous_id";
                /** @description Keyed hash of the id, the same for each deletion of it in this project */
                person: string;
                /** @description Whether later events under the same ids are refused, not only repeats */
                refuses_later: boolean;
                /** @description An e-mail, `operator`, `installation`, or `anyone` on a collector without accounts */
                requested_by: string;
                /**
                 * Format: date-time
                 * @description When it was requested
                 */
                requested_at: string;
                /** @description When everything was deleted; null while running */
                finished_at: string | null;
                /** @description Repeats counted once; null while running, or if an earlier version made the deletion */
                events: number | null;
                /** @description Quarantined events; null while running, or if an earlier version made the deletion */
                quarantined: number | null;
                /** @description Loss reports that came with the events; null while running, or if an earlier version made the deletion */
                loss_reports: number | null;
                /** @description Anonymous ids linked to the user; null while running, or if an earlier version made the deletion */
                anonymous_ids: number | null;
                /** @description Other user ids of the same person; null while running, or if an earlier version made the deletion */
                other_user_ids: number | null;
                /** @description What became of it at the destinations of forwarders */
                forwards: {
                    /** @description Id of the forwarder */
                    forwarder: string;
                    /** @description `failed` and `not_possible`: delete the person there yourself */
                    state: "waiting" | "passed_on" | "failed" | "not_possible";
                    /** @description Empty if there is nothing to say */
                    reason: string;
                    /**
                     * Format: date-time
                     * @description When this was noted
                     */
                    at: string;
                }[];
            }[];
            next_cursor: string | null;
        };
        /** @description What a deletion would delete */
        DeletionPreview: {
            /** @description Without repeats */
            events: number;
            /** @description Quarantined events */
            quarantined: number;
            /** @description Loss reports that came with the events */
            loss_reports: number;
            /** @description Anonymous ids linked to the user; their events are deleted too */
            anonymous_ids: number;
            /** @description Other user ids of the same person; their events are deleted too */
            other_user_ids: number;
        };
        /** @description Receipt of a deletion, without the person’s id */
        PersonDeletion: {
            project: string;
            /** @description UUID of the deletion */
            id: string;
            kind: "user_id" | "anonymous_id";
            /** @description Keyed hash of the id, the same for each deletion of it in this project */
            person: string;
            /** @description Whether later events under the same ids are refused, not only repeats */
            refuses_later: boolean;
            /** @description An e-mail, `operator`, `installation`, or `anyone` on a collector without accounts */
            requested_by: string;
            /**
             * Format: date-time
             * @description When it was requested
             */
            requested_at: string;
            /** @description When everything was deleted; null while running */
            finished_at: string | null;
            /** @description Repeats counted once; null while running, or if an earlier version made the deletion */
            events: number | null;
            /** @description Quarantined events; null while running, or if an earlier version made the deletion */
            quarantined: number | null;
            /** @description Loss reports that came with the events; null while running, or if an earlier version made the deletion */
            loss_reports: number | null;
            /** @description Anonymous ids linked to the user; null while running, or if an earlier version made the deletion */
            anonymous_ids: number | null;
            /** @description Other user ids of the same person; null while running, or if an earlier version made the deletion */
            other_user_ids: number | null;
            /** @description What became of it at the destinations of forwarders */
            forwards: {
                /** @description Id of the forwarder */
                forwarder: string;
                /** @description `failed` and `not_possible`: delete the person there yourself */
                state: "waiting" | "passed_on" | "failed" | "not_possible";
                /** @description Empty if there is nothing to say */
                reason: string;
                /**
                 * Format: date-time
                 * @description When this was noted
                 */
                at: string;
            }[];
        };
        /** @description One line of a person’s export */
        PersonRecord: {
            /** @enum {string} */
            kind: "event";
            event: components["schemas"]["ExportedEvent"];
        } | {
            /** @enum {string} */
            kind: "quarantined";
            quarantined: {
                /** Format: date-time */
                received_at: string;
                insert_id: string | null;
                code: string;
                field: string | null;
                message: string;
                /** @description As received */
                body: unknown;
            };
        };
        /** @description What retention would delete now */
        Retention: {
            /** @description The project’s setting, or the previewed one */
            retention_months: number | null;
            /** @description Data that began before this time would be deleted now; null if everything is kept */
            before: string | null;
            /** @description Events of these invocations, repeats counted once */
            events: number;
            /** @description Invocations that started before this time */
            invocations: number;
            /** @description Quarantined events that arrived before this time */
            quarantined: number;
            /** @description Loss reports that arrived before this time */
            loss_reports: number;
            /** @description Oldest month that would be deleted, such as `2026-01`; null if there is none */
            oldest_month: string | null;
            /** @description When the collector deletes next, if it runs until then; null if everything is kept */
            next_run_at: string | null;
            last_run: {
                project: string;
                /**
                 * Format: date-time
                 * @description Data that began before this time was deleted
                 */
                before: string;
                /**
                 * Format: date-time
                 * @description When it was applied
                 */
                started_at: string;
                /** @description Null while running */
                finished_at: string | null;
                /** @description Events of these invocations, repeats counted once */
                events: number;
                /** @description Invocations that started before this time */
                invocations: number;
                /** @description Quarantined events that arrived before this time */
                quarantined: number;
                /** @description Loss reports that arrived before this time */
                loss_reports: number;
            } | null;
        };
        /** @description One application of retention */
        RetentionRun: {
            project: string;
            /**
             * Format: date-time
             * @description Data that began before this time was deleted
             */
            before: string;
            /**
             * Format: date-time
             * @description When it was applied
             */
            started_at: string;
            /** @description Null while running */
            finished_at: string | null;
            /** @description Events of these invocations, repeats counted once */
            events: number;
            /** @description Invocations that started before this time */
            invocations: number;
            /** @description Quarantined events that arrived before this time */
            quarantined: number;
            /** @description Loss reports that arrived before this time */
            loss_reports: number;
        };
        /** @description What was deleted */
        DropReport: {
            /** @description Quarantined events that were deleted */
            dropped: number;
            /** @description Ids that no quarantined event has */
            not_found: string[];
        };
        /** @description What a replay did */
        ReplayReport: {
            /** @description Events that were stored */
            accepted: number;
            /** @description Events that had been stored already; they are no longer quarantined */
            duplicates: number;
            /** @description Events that stay quarantined */
            quarantined: number;
            /** @description Why they stay, most frequent first */
            reasons: {
                /** @description Stable; see docs/errors.md */
                code: string;
                field: string | null;
                /** @description Events */
                events: number;
            }[];
            /** @description Ids that no quarantined event has */
            not_found: string[];
            next_cursor: string | null;
        };
        Account: {
            id: string;
            email: string;
            name: string;
            /** @description Server administrator: administers every project */
            administrator: boolean;
            /** @description Roles by project */
            roles: {
                [key: string]: "administrator" | "member";
            };
            /**
             * Format: date-time
             * @description When it was created
             */
            created_at: string;
            /** @description Whether its owner is confirmed: by OpenID Connect, or because a server administrator or the operator created it or a link for it */
            confirmed: boolean;
        };
        AccountList: {
            accounts: {
                id: string;
                email: string;
                name: string;
                /** @description Server administrator: administers every project */
                administrator: boolean;
                /** @description Roles by project */
                roles: {
                    [key: string]: "administrator" | "member";
                };
                /**
                 * Format: date-time
                 * @description When it was created
                 */
                created_at: string;
                /** @description Whether its owner is confirmed: by OpenID Connect, or because a server administrator or the operator created it or a link for it */
                confirmed: boolean;
            }[];
        };
        AuditPage: {
            /** @description Newest first */
            entries: {
                id: string;
                /**
                 * Format: date-time
                 * @description When
                 */
                at: string;
                /** @description An e-mail, `operator`, `key` and its name, or `anyone` without a session */
                actor: string;
                /** @description Address of the client; empty if unknown */
                address: string;
                /** @description For example `key.revoke` */
                action: string;
                /** @description Object of the act: an id, a name or an e-mail address */
                subject: string;
                /** @description Empty for acts on the server */
                project: string;
                /** @description Details by name; may be empty */
                detail: {
                    [key: string]: unknown;
                };
            }[];
            next_cursor: string | null;
        };
        InvitationList: {
            invitations: {
                id: string;
                email: string;
                /** @description Of the server */
                administrator: boolean;
                /** @description Roles by project */
                projects: {
                    [key: string]: "administrator" | "member";
                };
                /**
                 * Format: date-time
                 * @description When it was created
                 */
                created_at: string;
                created_by: string;
                /**
                 * Format: date-time
                 * @description When it expires
                 */
                expires_at: string;
            }[];
        };
        /** @description A key, without its secret */
        Key: {
            id: string;
            name: string;
            kind: "write" | "read";
            /** @description Null if declared */
            created_at: string | null;
            /** @description Empty if declared */
            created_by: string;
            /** @description Updated once a minute; null if never used */
            last_used_at: string | null;
            /** @description Null while active */
            revoked_at: string | null;
            /** @description Declared in the configuration file, so read-only here */
            declared: boolean;
        };
        KeyList: {
            keys: {
                id: string;
                name: string;
                kind: "write" | "read";
                /** @description Null if declared */
                created_at: string | null;
                /** @description Empty if declared */
                created_by: string;
                /** @description Updated once a minute; null if never used */
                last_used_at: string | null;
                /** @description Null while active */
                revoked_at: string | null;
                /** @description Declared in the configuration file, so read-only here */
                declared: boolean;
            }[];
        };
        LinkDescription: {
            kind: "setup" | "invitation" | "reset";
            /** @description E-mail address of the person */
            email: string | null;
            /**
             * Format: date-time
             * @description When it expires
             */
            expires_at: string;
        };
        Member: {
            /** @description Id of the account */
            account: string;
            email: string;
            name: string;
            role: "administrator" | "member";
            /** @description Server administrator: sees every project */
            administrator: boolean;
        };
        MemberList: {
            members: {
                /** @description Id of the account */
                account: string;
                email: string;
                name: string;
                role: "administrator" | "member";
                /** @description Server administrator: sees every project */
                administrator: boolean;
            }[];
        };
        /** @description A new invitation */
        NewInvitation: {
            id: string;
            email: string;
            /** @description Of the server */
            administrator: boolean;
            /** @description Roles by project */
            projects: {
                [key: string]: "administrator" | "member";
            };
            /**
             * Format: date-time
             * @description When it was created
             */
            created_at: string;
            created_by: string;
            /**
             * Format: date-time
             * @description When it expires
             */
            expires_at: string;
            /** @description Works once; only in this response. Null if a server administrator invited a person with a confirmed account, who then has the roles at once */
            link: string | null;
        };
        /** @description A new key */
        NewKey: {
            id: string;
            name: string;
            kind: "write" | "read";
            /** @description Null if declared */
            created_at: string | null;
            /** @description Empty if declared */
            created_by: string;
            /** @description Updated once a minute; null if never used */
            last_used_at: string | null;
            /** @description Null while active */
            revoked_at: string | null;
            /** @description Declared in the configuration file, so read-only here */
            declared: boolean;
            /** @description The key itself; only in this response */
            key: string;
        };
        OneTimeLink: {
            /** @description Works once; only in this response */
            link: string;
            /**
             * Format: date-time
             * @description When it expires
             */
            expires_at: string;
        };
        /** @description A project */
        Project: {
            /** @description Part of every stored event and of URLs; never changes */
            id: string;
            title: string;
            /** @description Null for `default` and declared projects */
            created_at: string | null;
            /** @description Null while it accepts events */
            archived_at: string | null;
            /** @description Null keeps events for ever */
            retention_months: number | null;
            /** @description What happens to events that the catalog does not declare */
            undeclared: "accept" | "quarantine";
            /** @description Declared in the configuration file, so read-only here */
            declared: boolean;
        };
        ProjectList: {
            projects: {
                /** @description Part of every stored event and of URLs; never changes */
                id: string;
                title: string;
                /** @description Null for `default` and declared projects */
                created_at: string | null;
                /** @description Null while it accepts events */
                archived_at: string | null;
                /** @description Null keeps events for ever */
                retention_months: number | null;
                /** @description What happens to events that the catalog does not declare */
                undeclared: "accept" | "quarantine";
                /** @description Declared in the configuration file, so read-only here */
                declared: boolean;
            }[];
        };
        /** @description The signed-in person and what they may see */
        Session: {
            /** @description `open`: no accounts, and only this machine has access */
            mode: "open" | "accounts";
            /** @description Who is signed in */
            account: {
                id: string;
                email: string;
                name: string;
                /** @description Server administrator: administers every project */
                administrator: boolean;
            } | null;
            /** @description The visible projects */
            projects: {
                id: string;
                title: string;
                role: "administrator" | "member";
                archived: boolean;
                declared: boolean;
            }[];
            sign_in: {
                password: boolean;
                /** @description The name of the OpenID Connect provider; null if there is none */
                openid: {
                    name: string;
                } | null;
                /** @description Whether there is no account yet; the set-up link creates the first one */
                needs_setup: boolean;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ingest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    events: {
                        event: string;
                        /** @description Who: the user id when signed in, else the anonymous id */
                        distinct_id?: string;
                        /** @description A repeat with the same id counts once; made by the collector when missing */
                        insert_id?: string;
                        /** Format: date-time */
                        timestamp?: string;
                        /** Format: date-time */
                        sent_at?: string;
                        /** @description Always, from the SDK */
                        anonymous_id?: string;
                        /** @description When signed in */
                        user_id?: string;
                        /** @description From the project’s marker */
                        project_id?: string;
                        /** @description The run of the tool */
                        invocation_id?: string;
                        sequence?: number;
                        /** @description The flow’s name in the catalog */
                        flow?: string;
                        /** @description One attempt at the flow */
                        flow_run_id?: string;
                        properties?: {
                            [key: string]: unknown;
                        };
                    }[];
                    meta?: {
                        library?: string;
                        /** @description Name of the tool; an invalid name is dropped */
                        tool?: string;
                        /** @description From another collector: properties may be objects */
                        forwarded?: boolean;
                        loss?: {
                            /** @description Idempotency key; a report resent under it counts once */
                            id?: string;
                            recorded: number;
                            sent: number;
                            dropped: {
                                [key: string]: number;
                            };
                        };
                        catalog_hash?: string;
                        catalog?: {
                            [key: string]: unknown;
                        };
                    };
                } | {
                    event: string;
                    /** @description Who: the user id when signed in, else the anonymous id */
                    distinct_id?: string;
                    /** @description A repeat with the same id counts once; made by the collector when missing */
                    insert_id?: string;
                    /** Format: date-time */
                    timestamp?: string;
                    /** Format: date-time */
                    sent_at?: string;
                    /** @description Always, from the SDK */
                    anonymous_id?: string;
                    /** @description When signed in */
                    user_id?: string;
                    /** @description From the project’s marker */
                    project_id?: string;
                    /** @description The run of the tool */
                    invocation_id?: string;
                    sequence?: number;
                    /** @description The flow’s name in the catalog */
                    flow?: string;
                    /** @description One attempt at the flow */
                    flow_run_id?: string;
                    properties?: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Everything in it is durably stored */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestResponse"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More events arrive than can be stored; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They can */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLeaderHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus text format */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymous_id: string;
                    /** @description Secret of the installation, from which its anonymous id is derived */
                    secret: string;
                };
            };
        };
        responses: {
            /** @description The receipt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletionReceipt"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More events arrive than can be stored; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOverview: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description Time zone of days and weeks, by IANA name: `Europe/Berlin`. Default `UTC` */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The overview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdoption: {
        parameters: {
            query: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description Time zone of days and weeks, by IANA name: `Europe/Berlin`. Default `UTC` */
                zone?: string;
                /** @description What to count by; `actor` is who ran it: a person, an agent, CI */
                property: "version" | "operating_system" | "arch" | "runtime" | "ci_name" | "actor";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Adoption"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRetentionReport: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description Time zone of days and weeks, by IANA name: `Europe/Berlin`. Default `UTC` */
                zone?: string;
                /** @description Groups people by their first version, or by who ran the first invocation */
                by?: "version" | "actor";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The cohorts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTools: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tools */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolList"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFirstSteps: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What has happened yet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FirstSteps"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFilters: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The values */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilterValues"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFlows: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The flows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowList"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFunnel: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
            };
            header?: never;
            path: {
                /** @description Name of the flow */
                flow: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The funnel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Funnel"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFlowTimes: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description Time zone of days and weeks, by IANA name: `Europe/Berlin`. Default `UTC` */
                zone?: string;
            };
            header?: never;
            path: {
                /** @description Name of the flow */
                flow: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The times */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowTimes"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFlowComparison: {
        parameters: {
            query: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description `before`: the range of equal length before this one. `version:<version>`: that version in this range; requires `version`, with other versions */
                compare: string;
            };
            header?: never;
            path: {
                /** @description Name of the flow */
                flow: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both sides */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowComparison"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFreeFunnel: {
        parameters: {
            query: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description The steps in order, 2 to 12: `<event>` or `<event>?<condition>`, with a condition as in `property`: `Deploy?plan:"pro"`. A name with a question mark is quoted as JSON */
                step: string[];
                /** @description What is counted. Default `invocation` */
                per?: "invocation" | "person";
                /** @description Longest time from the first step. Default 7 days per person, else no limit */
                window_ms?: number;
                /** @description Ends an attempt between two steps: `<event>` or `<event>?<condition>`, with a condition as in `property`: `Deploy?plan:"pro"`. A name with a question mark is quoted as JSON */
                exclude?: string;
                /** @description A base property to group by */
                by?: "tool" | "version" | "env" | "command" | "operating_system" | "arch" | "runtime" | "ci_name" | "cli_context";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The funnel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FreeFunnel"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFreeFunnelComparison: {
        parameters: {
            query: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description The steps in order, 2 to 12: `<event>` or `<event>?<condition>`, with a condition as in `property`: `Deploy?plan:"pro"`. A name with a question mark is quoted as JSON */
                step: string[];
                /** @description What is counted. Default `invocation` */
                per?: "invocation" | "person";
                /** @description Longest time from the first step. Default 7 days per person, else no limit */
                window_ms?: number;
                /** @description Ends an attempt between two steps: `<event>` or `<event>?<condition>`, with a condition as in `property`: `Deploy?plan:"pro"`. A name with a question mark is quoted as JSON */
                exclude?: string;
                /** @description `before`: the range of equal length before this one. `version:<version>`: that version in this range; requires `version`, with other versions */
                compare: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FreeFunnelComparison"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCommands: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The commands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandList"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCommand: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description Time zone of days and weeks, by IANA name: `Europe/Berlin`. Default `UTC` */
                zone?: string;
            };
            header?: never;
            path: {
                /** @description Full path of the command; it need not be among those of `command` */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The command; without invocations in the range, all lists are empty */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getErrors: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description Time zone of days and weeks, by IANA name: `Europe/Berlin`. Default `UTC` */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The errors */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAgents: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The comparison */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description Time zone of days and weeks, by IANA name: `Europe/Berlin`. Default `UTC` */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvent: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description Time zone of days and weeks, by IANA name: `Europe/Berlin`. Default `UTC` */
                zone?: string;
            };
            header?: never;
            path: {
                /** @description Name of the event */
                event: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event; without counts if it is unknown */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventDetail"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEventBreakdown: {
        parameters: {
            query: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description Name of a property, declared or not */
                property: string;
            };
            header?: never;
            path: {
                /** @description Name of the event */
                event: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PropertyBreakdown"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInvocations: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description `ended`: succeeded, failed or vanished, as counted by success rates; `unsuccessful`: failed or vanished */
                status?: "succeeded" | "failed" | "cancelled" | "vanished" | "running" | "ended" | "unsuccessful";
                /** @description Empty: those that failed without an error class */
                error_class?: string;
                /** @description True: those with an error class, or that failed without one */
                has_error?: boolean;
                /** @description An integer; `none`: completed without an exit code */
                exit_code?: string;
                /** @description Name of a flag that was given */
                flag?: string;
                /** @description Name of a flag that was not given */
                without_flag?: string;
                /** @description Shortest duration, inclusive */
                duration_from_ms?: number;
                /** @description Longest duration, exclusive */
                duration_to_ms?: number;
                /** @description Who ran it, as in `/api/v1/agents`; `agent` stands for all coding agents */
                actor?: string;
                /** @description True: only invocations that the same person started within a minute of the one before, with the same tool and command, among those in the range and the filters of every query. Not with a flow */
                repeated?: boolean;
                /** @description A user id or an anonymous id */
                person?: string;
                /** @description Invocations of people whose first one of all began at this time or later, and matches the filters, too; with `first_to` */
                first_from?: string;
                /** @description The same before this time */
                first_to?: string;
                /** @description Tool of the first one; with `first_version` */
                first_tool?: string;
                /** @description Version of the first one, empty if unknown; with `first_tool` */
                first_version?: string;
                /** @description Who ran the first one; not with `first_version` */
                first_actor?: "person" | "agent" | "ci" | "no_terminal" | "unknown";
                /** @description Invocations with an event of this name */
                event?: string;
                /** @description Requires `event`; one event of this name meets all of these conditions. `<name>:<value>` with the value as JSON: `plan:"pro"`, `files:1`, `files:"1"` (a text), `cached:true`, `options:{}` (any object). `plan:` no value; `plan:!["pro","free"]` a value, but none of these; `files:10..20` a number from 10 to less than 20, `files:10..` 10 or more. A list has the values of its entries. A name with a colon is quoted as JSON */
                property?: string[];
                /** @description Required by the others */
                flow?: string;
                /** @description Id of a stage that the run reached */
                flow_reached?: string;
                /** @description Id of the stage at which the run stopped */
                flow_stopped_at?: string;
                /** @description `ended`: any but incomplete */
                flow_outcome?: "completed" | "aborted" | "failed" | "vanished" | "incomplete" | "ended";
                /** @description Reason of an aborted run */
                flow_reason?: string;
                /** @description Error class of a failed run */
                flow_error_class?: string;
                /** @description Id of an event-backed stage; runs with a time to it from the last one before that they reported */
                flow_timed?: string;
                /** @description Shortest duration of the run, inclusive */
                flow_duration_from_ms?: number;
                /** @description Longest duration of the run, exclusive */
                flow_duration_to_ms?: number;
                /** @description Number of a step of a free funnel, from 1: invocations whose best attempt reached it; per person, invocations in which the best attempt of a person reached it. Range and filters of every query apply to the funnel, too. The others below require it */
                funnel_reached?: number;
                /** @description Required by `funnel_reached`: the steps in order, 2 to 12: `<event>` or `<event>?<condition>`, with a condition as in `property`: `Deploy?plan:"pro"`. A name with a question mark is quoted as JSON */
                funnel_step?: string[];
                /** @description Default `invocation` */
                funnel_per?: "invocation" | "person";
                /** @description As `window_ms` of `/api/v1/free-funnel` */
                funnel_window_ms?: number;
                /** @description As `exclude` of `/api/v1/free-funnel` */
                funnel_exclude?: string;
                /** @description A base property; with `funnel_value` */
                funnel_by?: "tool" | "version" | "env" | "command" | "operating_system" | "arch" | "runtime" | "ci_name" | "cli_context";
                /** @description Its value in the invocation of the first step; empty if it was not reported */
                funnel_value?: string;
                /** @description Column, with `-` the largest first. Equal ones are newest first; those without a value are last. Default `-started_at` */
                sort?: "started_at" | "-started_at" | "status" | "-status" | "command" | "-command" | "version" | "-version" | "person" | "-person" | "actor" | "-actor" | "events" | "-events" | "duration_ms" | "-duration_ms";
                /** @description True: `people` is the number of people of the listed invocations, counted as in `/api/v1/overview`. Default false: it takes longer */
                count_people?: boolean;
                /** @description Invocations per page. Default 50 */
                limit?: number;
                /** @description `next_cursor` of the previous page */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvocationPage"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInvocation: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
            };
            header?: never;
            path: {
                /** @description Id of the invocation */
                invocation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invocation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvocationDetail"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCatalog: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events and flows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCatalogEvent: {
        parameters: {
            query: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Name of the tool; empty if unknown */
                tool: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Name of the event */
                event: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event; without counts if it did not occur */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogEventReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQuarantine: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts, and the newest events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantineReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQuarantinedEvents: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Code of the reason */
                code?: string;
                /** @description Name of the event */
                event?: string;
                /** @description Empty: unknown */
                tool?: string;
                /** @description Path of the field that the reason names; empty: the whole event */
                field?: string;
                /** @description Arrived at or after this time. Default: ever */
                from?: string;
                /** @description Arrived before this time */
                to?: string;
                /** @description Events per page. Default 50 */
                limit?: number;
                /** @description `next_cursor` of the previous page */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinedEventPage"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQuarantinedEvent: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
            };
            header?: never;
            path: {
                /** @description From the list */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuarantinedEvent"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getArrivals: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Time zone of days and weeks, by IANA name: `Europe/Berlin`. Default `UTC` */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts and delays */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArrivalReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLosses: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sums */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LossReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRejections: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was refused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rejections"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReleaseReport: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description The release to judge. Default: the newest one in the range after `since` */
                release?: string;
                /** @description What to compare it with. Default: the release before */
                since?: string;
                /** @description True: also list the rates that did not get worse */
                all?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The comparison of each tool */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runSql: {
        parameters: {
            query: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description One SELECT */
                query: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Time zone of days and weeks, by IANA name: `Europe/Berlin`. Default `UTC` */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SqlResult"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSqlViews: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Views and functions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SqlViews"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runSqlAsCsv: {
        parameters: {
            query: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description One SELECT */
                query: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Time zone of days and weeks, by IANA name: `Europe/Berlin`. Default `UTC` */
                zone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description RFC 4180, with a header. Arrays are JSON */
            200: {
                headers: {
                    /** @description Whether there were more rows */
                    "sonde-truncated"?: boolean;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportEvents: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description `ndjson`: one JSON object per line; `csv`: RFC 4180 with a header. Default `ndjson`. For Parquet use `sonde export` */
                format?: "ndjson" | "csv";
                /** @description Inclusive. Default: from the first event */
                from?: string;
                /** @description Exclusive. Default: to the last event */
                to?: string;
                /** @description Ends `ndjson` with the line `{"exported": <number of events>}`: without it, something is missing. Default false */
                closing_line?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One event per line */
            200: {
                headers: {
                    /** @description About how many events follow; resent ones may count twice */
                    "sonde-rows"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["ExportedEvent"];
                    "text/csv": string;
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportInvocations: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Start of the range, inclusive, ISO 8601. Default 30 days before `to` */
                from?: string;
                /** @description End of the range, exclusive, ISO 8601. Default now */
                to?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description `ended`: succeeded, failed or vanished, as counted by success rates; `unsuccessful`: failed or vanished */
                status?: "succeeded" | "failed" | "cancelled" | "vanished" | "running" | "ended" | "unsuccessful";
                /** @description Empty: those that failed without an error class */
                error_class?: string;
                /** @description True: those with an error class, or that failed without one */
                has_error?: boolean;
                /** @description An integer; `none`: completed without an exit code */
                exit_code?: string;
                /** @description Name of a flag that was given */
                flag?: string;
                /** @description Name of a flag that was not given */
                without_flag?: string;
                /** @description Shortest duration, inclusive */
                duration_from_ms?: number;
                /** @description Longest duration, exclusive */
                duration_to_ms?: number;
                /** @description Who ran it, as in `/api/v1/agents`; `agent` stands for all coding agents */
                actor?: string;
                /** @description True: only invocations that the same person started within a minute of the one before, with the same tool and command, among those in the range and the filters of every query. Not with a flow */
                repeated?: boolean;
                /** @description A user id or an anonymous id */
                person?: string;
                /** @description Invocations of people whose first one of all began at this time or later, and matches the filters, too; with `first_to` */
                first_from?: string;
                /** @description The same before this time */
                first_to?: string;
                /** @description Tool of the first one; with `first_version` */
                first_tool?: string;
                /** @description Version of the first one, empty if unknown; with `first_tool` */
                first_version?: string;
                /** @description Who ran the first one; not with `first_version` */
                first_actor?: "person" | "agent" | "ci" | "no_terminal" | "unknown";
                /** @description Invocations with an event of this name */
                event?: string;
                /** @description Requires `event`; one event of this name meets all of these conditions. `<name>:<value>` with the value as JSON: `plan:"pro"`, `files:1`, `files:"1"` (a text), `cached:true`, `options:{}` (any object). `plan:` no value; `plan:!["pro","free"]` a value, but none of these; `files:10..20` a number from 10 to less than 20, `files:10..` 10 or more. A list has the values of its entries. A name with a colon is quoted as JSON */
                property?: string[];
                /** @description Required by the others */
                flow?: string;
                /** @description Id of a stage that the run reached */
                flow_reached?: string;
                /** @description Id of the stage at which the run stopped */
                flow_stopped_at?: string;
                /** @description `ended`: any but incomplete */
                flow_outcome?: "completed" | "aborted" | "failed" | "vanished" | "incomplete" | "ended";
                /** @description Reason of an aborted run */
                flow_reason?: string;
                /** @description Error class of a failed run */
                flow_error_class?: string;
                /** @description Id of an event-backed stage; runs with a time to it from the last one before that they reported */
                flow_timed?: string;
                /** @description Shortest duration of the run, inclusive */
                flow_duration_from_ms?: number;
                /** @description Longest duration of the run, exclusive */
                flow_duration_to_ms?: number;
                /** @description Number of a step of a free funnel, from 1: invocations whose best attempt reached it; per person, invocations in which the best attempt of a person reached it. Range and filters of every query apply to the funnel, too. The others below require it */
                funnel_reached?: number;
                /** @description Required by `funnel_reached`: the steps in order, 2 to 12: `<event>` or `<event>?<condition>`, with a condition as in `property`: `Deploy?plan:"pro"`. A name with a question mark is quoted as JSON */
                funnel_step?: string[];
                /** @description Default `invocation` */
                funnel_per?: "invocation" | "person";
                /** @description As `window_ms` of `/api/v1/free-funnel` */
                funnel_window_ms?: number;
                /** @description As `exclude` of `/api/v1/free-funnel` */
                funnel_exclude?: string;
                /** @description A base property; with `funnel_value` */
                funnel_by?: "tool" | "version" | "env" | "command" | "operating_system" | "arch" | "runtime" | "ci_name" | "cli_context";
                /** @description Its value in the invocation of the first step; empty if it was not reported */
                funnel_value?: string;
                /** @description Column, with `-` the largest first. Equal ones are newest first; those without a value are last. Default `-started_at` */
                sort?: "started_at" | "-started_at" | "status" | "-status" | "command" | "-command" | "version" | "-version" | "person" | "-person" | "actor" | "-actor" | "events" | "-events" | "duration_ms" | "-duration_ms";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description RFC 4180, with a header. `flags` is JSON */
            200: {
                headers: {
                    /** @description How many rows follow */
                    "sonde-rows"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamLive: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
                /** @description Tools; an empty value means events whose tool is unknown */
                tool?: string[];
                /** @description Versions of the tool */
                version?: string[];
                /** @description `prod` or `dev` */
                env?: string[];
                /** @description Full command paths */
                command?: string[];
                /** @description Operating systems */
                operating_system?: string[];
                /** @description Architectures */
                arch?: string[];
                /** @description Runtimes */
                runtime?: string[];
                /** @description CI vendors */
                ci_name?: string[];
                /** @description `human`, `agent:<name>`, or `agent:unknown` for runs without a terminal or a known agent */
                cli_context?: string[];
                /** @description True: only runs in CI. False: only runs outside CI */
                is_ci?: boolean;
                /** @description True: only runs with a terminal. False: only runs without one */
                is_interactive?: boolean;
                /** @description Names of events */
                event?: string[];
            };
            header?: {
                /** @description `id` of the last message that was read. Default: only events stored from now on */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream without an end */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More events arrive than can be stored; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIntake: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStorage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sizes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Storage"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReleaseFeed: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/atom+xml": string;
                };
            };
            /** @description It has not changed since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getViews: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The views */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ViewList"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 128 characters */
                    name: string;
                    /** @description Path and query of a page, such as `/flows?range=7d`; a project in it is dropped */
                    address: string;
                    /** @description Whether everyone who sees the project sees it */
                    is_shared: boolean;
                };
            };
        };
        responses: {
            /** @description The view */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["View"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the view */
                view: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the view */
                view: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 128 characters */
                    name?: string;
                    /** @description Whether everyone who sees the project sees it */
                    is_shared?: boolean;
                };
            };
        };
        responses: {
            /** @description The view */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["View"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    arrangeHome: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Ids */
                    views: string[];
                };
            };
        };
        responses: {
            /** @description It is arranged */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAnnotations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The annotations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnnotationList"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createAnnotation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description When it happened
                     */
                    at: string;
                    /** @description 1 to 128 characters */
                    text: string;
                };
            };
        };
        responses: {
            /** @description The annotation */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Annotation"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeAnnotation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the annotation */
                annotation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeAnnotation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the annotation */
                annotation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description When it happened
                     */
                    at?: string;
                    /** @description 1 to 128 characters */
                    text?: string;
                };
            };
        };
        responses: {
            /** @description The annotation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Annotation"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alerts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertList"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 128 characters */
                    name: string;
                    condition: {
                        /** @enum {string} */
                        kind: "release";
                        /** @description Default: every tool */
                        tool?: string;
                    } | {
                        /** @enum {string} */
                        kind: "threshold";
                        measure: "success_rate" | "invocations" | "users" | "error_share" | "flow_completion";
                        is: "below" | "above";
                        /** @description Of rates from 0 to 1 */
                        value: number;
                        /** @description The hours up to now */
                        window_hours: number;
                        /** @description With fewer runs, a rate neither begins nor ends an incident */
                        min_runs: number;
                        /** @description Only this tool */
                        tool?: string;
                        /** @description Only this command */
                        command?: string;
                        /** @description For `error_share` */
                        error_class?: string;
                        /** @description For `flow_completion` */
                        flow?: string;
                    };
                    channel: {
                        /** @enum {string} */
                        kind: "webhook";
                        /** @description With https:// or http:// */
                        url: string;
                    } | {
                        /** @enum {string} */
                        kind: "email";
                        /** @description Addresses */
                        to: string[];
                    };
                };
            };
        };
        responses: {
            /** @description The alert */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewAlert"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the alert */
                alert: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the alert */
                alert: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 128 characters */
                    name?: string;
                    condition?: {
                        /** @enum {string} */
                        kind: "release";
                        /** @description Default: every tool */
                        tool?: string;
                    } | {
                        /** @enum {string} */
                        kind: "threshold";
                        measure: "success_rate" | "invocations" | "users" | "error_share" | "flow_completion";
                        is: "below" | "above";
                        /** @description Of rates from 0 to 1 */
                        value: number;
                        /** @description The hours up to now */
                        window_hours: number;
                        /** @description With fewer runs, a rate neither begins nor ends an incident */
                        min_runs: number;
                        /** @description Only this tool */
                        tool?: string;
                        /** @description Only this command */
                        command?: string;
                        /** @description For `error_share` */
                        error_class?: string;
                        /** @description For `flow_completion` */
                        flow?: string;
                    };
                    channel?: {
                        /** @enum {string} */
                        kind: "webhook";
                        /** @description With https:// or http:// */
                        url: string;
                    } | {
                        /** @enum {string} */
                        kind: "email";
                        /** @description Addresses */
                        to: string[];
                    };
                    is_paused?: boolean;
                };
            };
        };
        responses: {
            /** @description The alert */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewAlert"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the alert */
                alert: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether it was delivered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertTest"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProjects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The projects */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectList"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 63 lower-case letters, digits, - and _; cannot be changed later */
                    id: string;
                    /** @description 1 to 128 characters. Default: the id */
                    title?: string;
                };
            };
        };
        responses: {
            /** @description The project */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 128 characters */
                    title?: string;
                    /** @description True: it accepts no events */
                    archived?: boolean;
                    /** @description How long events are kept; null keeps them for ever */
                    retention_months?: number | null;
                    /** @description What happens to events, properties and values that the catalog does not declare: `accept` stores and flags the event */
                    undeclared?: "accept" | "quarantine";
                };
            };
        };
        responses: {
            /** @description The project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyList"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 128 characters, for example where it is used */
                    name: string;
                    /** @description `write` for tools that send events, `read` for programs that query */
                    kind: "write" | "read";
                };
            };
        };
        responses: {
            /** @description The key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the key */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The members */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the account */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A member reads; an administrator also manages keys, people and data */
                    role: "administrator" | "member";
                };
            };
        };
        responses: {
            /** @description The member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the account */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The accounts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the account */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the account */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Server administrator: administers every project */
                    administrator: boolean;
                };
            };
        };
        responses: {
            /** @description The account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the account */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTimeLink"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the account */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They have ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInvitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description E-mail address for signing in */
                    email: string;
                    /** @description Server administrator. Default false */
                    administrator?: boolean;
                    /** @description Roles by project */
                    projects?: {
                        [key: string]: "administrator" | "member";
                    };
                };
            };
        };
        responses: {
            /** @description The invitation */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewInvitation"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the invitation */
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is withdrawn */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAudit: {
        parameters: {
            query?: {
                /** @description Only entries of this project. Default: all */
                project?: string;
                /** @description Entries per page. Default 50 */
                limit?: number;
                /** @description `next_cursor` of the previous page */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description E-mail */
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description The session; its secret is in a cookie */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More events arrive than can be stored; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOutEverywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They have ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The part of the link after # */
                    token: string;
                };
            };
        };
        responses: {
            /** @description What it is for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkDescription"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It no longer exists */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More events arrive than can be stored; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    useLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The part of the link after # */
                    token: string;
                    /** @description For a new account: 1 to 128 characters. Without it, the existing account of the invited e-mail accepts the invitation with its password */
                    name?: string;
                    /** @description For the first account */
                    email?: string;
                    /** @description 12 to 1,024 characters */
                    password: string;
                };
            };
        };
        responses: {
            /** @description The session; its secret is in a cookie */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It no longer exists */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More events arrive than can be stored; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeOwnAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 128 characters */
                    name: string;
                };
            };
        };
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeOwnPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    current: string;
                    /** @description 12 to 1,024 characters */
                    password: string;
                };
            };
        };
        responses: {
            /** @description It is set */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More events arrive than can be stored; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startOpenid: {
        parameters: {
            query?: {
                /** @description Page to open afterwards. Default `/` */
                return?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the provider, or to the sign-in page with an error */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishOpenid: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the page, or to the sign-in page with an error */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeletions: {
        parameters: {
            query?: {
                /** @description Deletions per page. Default 50 */
                limit?: number;
                /** @description `next_cursor` of the previous page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletionPage"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The user, with every installation linked to it */
                    user_id?: string;
                    /** @description One installation; either this or `user_id` */
                    anonymous_id?: string;
                    /** @description Refuse everything that arrives later under the same ids, not only repeats. Default false */
                    refuse_later?: boolean;
                    /** @description Only report what would be deleted. Default false */
                    dry_run?: boolean;
                };
            };
        };
        responses: {
            /** @description It is deleted; with `dry_run`, what would be deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletionResponse"];
                };
            };
            /** @description It takes longer; the list of receipts shows when it is done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonDeletion"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More events arrive than can be stored; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The user, with every installation linked to it */
                    user_id?: string;
                    /** @description One installation; either this or `user_id` */
                    anonymous_id?: string;
                };
            };
        };
        responses: {
            /** @description One record per line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["PersonRecord"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRetention: {
        parameters: {
            query?: {
                /** @description Setting to preview. Default: the setting of the project */
                retention_months?: number;
            };
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getForwarders: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The forwarders */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForwarderList"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseForwarder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the forwarder */
                forwarder: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The forwarder */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForwarderReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeForwarder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the forwarder */
                forwarder: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The forwarder */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForwarderReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the forwarder */
                forwarder: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Start of the range, inclusive, by the time at which clients recorded events
                     */
                    from: string;
                    /**
                     * Format: date-time
                     * @description End of the range, exclusive
                     */
                    to: string;
                };
            };
        };
        responses: {
            /** @description The forwarder */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForwarderReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the forwarder */
                forwarder: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The forwarder */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForwarderReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeadLetters: {
        parameters: {
            query?: {
                /** @description Dead letters per page. Default 25 */
                limit?: number;
                /** @description `next_cursor` of the previous page */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the forwarder */
                forwarder: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterPage"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the forwarder */
                forwarder: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Only these. Default: all */
                    insert_ids?: string[];
                };
            };
        };
        responses: {
            /** @description How many */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettledDeadLetters"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dropDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the project */
                project: string;
                /** @description Id of the forwarder */
                forwarder: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Only these. Default: all */
                    insert_ids?: string[];
                };
            };
        };
        responses: {
            /** @description How many */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettledDeadLetters"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pushCatalog: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description In its JSON form */
                    catalog: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description It is stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushedCatalog"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It conflicts with existing data */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error of the collector */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayQuarantined: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description From the list */
                    ids?: string[];
                    /** @description Code of the reason */
                    code?: string;
                    /** @description Name of the event */
                    event?: string;
                    /** @description Empty: unknown */
                    tool?: string;
                    /** @description Path of the field that the reason names; empty: the whole event */
                    field?: string;
                    /**
                     * Format: date-time
                     * @description Arrived at or after this time
                     */
                    from?: string;
                    /**
                     * Format: date-time
                     * @description Arrived before this time
                     */
                    to?: string;
                    /** @description `next_cursor` */
                    cursor?: string;
                };
            };
        };
        responses: {
            /** @description What became of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More events arrive than can be stored; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dropQuarantined: {
        parameters: {
            query?: {
                /** @description Project to query. Default: the only one you can see, or `default` */
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description From the list */
                    ids?: string[];
                    /** @description Code of the reason */
                    code?: string;
                    /** @description Name of the event */
                    event?: string;
                    /** @description Empty: unknown */
                    tool?: string;
                    /** @description Path of the field that the reason names; empty: the whole event */
                    field?: string;
                    /**
                     * Format: date-time
                     * @description Arrived at or after this time
                     */
                    from?: string;
                    /**
                     * Format: date-time
                     * @description Arrived before this time
                     */
                    to?: string;
                    /**
                     * @description Needed to drop without a condition
                     * @enum {boolean}
                     */
                    all?: true;
                };
            };
        };
        responses: {
            /** @description They are deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DropReport"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not signed in, or the key is missing, unknown or revoked */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You may not do this, or not from this origin */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The encoding or content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The query needs more memory than the store may use */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More events arrive than can be stored; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The store cannot respond now; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
        };
    };
}
