-- What keeps views of the log. Each view's tables are in a schema of their own, named <log>_<projection>.
CREATE TABLE projection (
    name            text        PRIMARY KEY,
    synchronous     boolean     NOT NULL,
    version         int         NOT NULL,
    state           text        NOT NULL CHECK (state IN ('RUNNING', 'PAUSED', 'STOPPED')),
    failed_position bigint,
    failure         text,
    changed_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Up to where each part of an asynchronous projection's view is made; written in the transaction that changes the view.
CREATE TABLE projection_checkpoint (
    name      text   NOT NULL REFERENCES projection ON DELETE CASCADE,
    partition int    NOT NULL,
    position  bigint NOT NULL,
    PRIMARY KEY (name, partition)
);

-- Events that somebody decided to leave out of a view. A rebuild leaves them out, too.
CREATE TABLE projection_skip (
    name       text        NOT NULL REFERENCES projection ON DELETE CASCADE,
    position   bigint      NOT NULL,
    reason     text        NOT NULL CHECK (reason <> ''),
    skipped_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, position)
);

-- States of boundaries, to fold less. May be emptied at any time.
CREATE TABLE snapshot (
    boundary    text   PRIMARY KEY,
    name        text   NOT NULL,
    query       jsonb  NOT NULL,
    fingerprint text   NOT NULL,
    position    bigint NOT NULL,
    state       jsonb  NOT NULL
);

-- A snapshot, and the events about one object since it, both as of one moment and planned once.
CREATE FUNCTION snapshot_and_since(key text, of_fingerprint text, object uuid, types text[], most int)
RETURNS TABLE (at bigint, stored bytea, is_snapshot boolean)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    SELECT s.position, convert_to(s.state::text, 'UTF8') INTO at, stored
      FROM ${flyway:defaultSchema}.snapshot s WHERE s.boundary = key AND s.fingerprint = of_fingerprint;
    IF FOUND THEN
        is_snapshot := true;
        RETURN NEXT;
    ELSE
        at := 0;
    END IF;
    RETURN QUERY
    (SELECT e.position, record_send(e), false FROM ${flyway:defaultSchema}.event e
      WHERE e.object_ids[1] = object AND e.position > at AND (types IS NULL OR e.event_type = ANY (types))
      ORDER BY e.position LIMIT most)
    UNION ALL
    (SELECT e.position, record_send(e), false FROM ${flyway:defaultSchema}.event e
      WHERE e.object_ids[2] = object AND e.position > at AND (types IS NULL OR e.event_type = ANY (types))
      ORDER BY e.position LIMIT most)
    UNION ALL
    (SELECT e.position, record_send(e), false FROM ${flyway:defaultSchema}.event e
      WHERE e.object_ids[3] = object AND e.position > at AND (types IS NULL OR e.event_type = ANY (types))
      ORDER BY e.position LIMIT most)
    UNION ALL
    (SELECT e.position, record_send(e), false FROM ${flyway:defaultSchema}.event_object x
       JOIN ${flyway:defaultSchema}.event e USING (position)
      WHERE x.object_id = object AND x.position > at AND (types IS NULL OR e.event_type = ANY (types))
      ORDER BY x.position LIMIT most)
    ORDER BY 1 LIMIT most;
END $$;
