-- Appends of a node share a transaction: rows travel as one array, the log's lock is taken and the head checked in the
-- same call. Objects are indexed on the row itself; what an index on the type would cost, a sparse one spares.
CREATE TABLE old_event AS TABLE event;
DROP TABLE event_object, event;

CREATE TABLE event (
    position        bigint      PRIMARY KEY,
    created_at      timestamptz NOT NULL,
    occurred_at     timestamptz NOT NULL,
    id              uuid        NOT NULL UNIQUE,
    source_id       uuid        NOT NULL,
    object_ids      uuid[]      NOT NULL CHECK (cardinality(object_ids) > 0),
    event_type      text        NOT NULL,
    event_version   text        NOT NULL,
    event_kind      text        NOT NULL CHECK (event_kind IN ('CLAIM', 'VALIDATION', 'CORRECTION', 'FACT')),
    source_type     text        NOT NULL,
    event_reference uuid[]      NOT NULL,
    -- json, not jsonb: it is never searched by the database, and taken in faster
    event_data      json        NOT NULL
);

-- Which events name an object: what conditions and reads walk. Most events name at most three.
CREATE INDEX event_by_object_1 ON event ((object_ids[1]), position);
CREATE INDEX event_by_object_2 ON event ((object_ids[2]), position) WHERE object_ids[2] IS NOT NULL;
CREATE INDEX event_by_object_3 ON event ((object_ids[3]), position) WHERE object_ids[3] IS NOT NULL;

-- The fourth and later objects of an event.
CREATE TABLE event_object (
    object_id uuid   NOT NULL,
    position  bigint NOT NULL,
    PRIMARY KEY (object_id, position)
);

-- Which 256 positions (position / 256) hold an event of a type, and in which versions.
CREATE TABLE event_type_segment (
    event_type    text   NOT NULL,
    segment       bigint NOT NULL,
    event_version text   NOT NULL,
    PRIMARY KEY (event_type, segment, event_version)
);

-- What every node that appends must keep in step: the synchronous views, as a text that it has to know.
CREATE TABLE log_guard (
    only_row          boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    synchronous_views text    NOT NULL
);
INSERT INTO log_guard (synchronous_views) VALUES ('');

CREATE TYPE event_row AS (
    append_number   int,
    occurred_at     timestamptz,
    id              uuid,
    source_id       uuid,
    object_ids      uuid[],
    event_type      text,
    event_version   text,
    event_kind      text,
    source_type     text,
    event_reference uuid[],
    event_data      json
);

-- Appends rows behind the head that the caller expects, under the log's lock, which is held to the end of the
-- transaction. Answers the time of the first append, in microseconds since 1970; or with another head, having stored
-- nothing, that head, as a negative number less one.
--
-- Each append (append_number, from 0) has a created_at of its own, later than any before.
CREATE FUNCTION append(
    lock_key bigint, expected bigint, known_views text, events event_row[], has_more_objects boolean,
    types text[], versions text[], segments bigint[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    head bigint;
    last_created_at timestamptz;
    first_created_at timestamptz;
    guarded_views text;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'an append needs the isolation READ COMMITTED, not %',
            current_setting('transaction_isolation') USING ERRCODE = 'invalid_transaction_state';
    END IF;
    IF NOT pg_try_advisory_xact_lock(lock_key) THEN
        PERFORM set_config('lock_timeout', '30s', true);
        PERFORM pg_advisory_xact_lock(lock_key);
    END IF;
    -- Each statement from here on has a later snapshot: it sees what the holders of the lock before this one committed.
    SELECT last.position, last.created_at, guard.synchronous_views INTO head, last_created_at, guarded_views
      FROM ${flyway:defaultSchema}.log_guard guard LEFT JOIN LATERAL (
          SELECT position, created_at FROM ${flyway:defaultSchema}.event ORDER BY position DESC LIMIT 1) last ON true;
    head := coalesce(head, 0);
    IF head <> expected THEN
        RETURN -1 - head;
    END IF;
    IF guarded_views <> known_views THEN
        RAISE EXCEPTION 'this log keeps the synchronous views [%], and this node knows [%]', guarded_views, known_views
            USING ERRCODE = 'F6V01';
    END IF;
    first_created_at := greatest(clock_timestamp(), last_created_at + interval '1 microsecond');
    INSERT INTO ${flyway:defaultSchema}.event
    SELECT expected + n, first_created_at + append_number * interval '1 microsecond', occurred_at, id, source_id,
           object_ids, event_type, event_version, event_kind, source_type, event_reference, event_data
      FROM unnest(events) WITH ORDINALITY AS e (append_number, occurred_at, id, source_id, object_ids, event_type,
           event_version, event_kind, source_type, event_reference, event_data, n);
    IF has_more_objects THEN
        INSERT INTO ${flyway:defaultSchema}.event_object
        SELECT object_id, expected + n
          FROM unnest(events) WITH ORDINALITY AS e (append_number, occurred_at, id, source_id, object_ids, event_type,
               event_version, event_kind, source_type, event_reference, event_data, n),
               unnest(object_ids[4:]) AS object_id;
    END IF;
    IF cardinality(types) > 0 THEN
        INSERT INTO ${flyway:defaultSchema}.event_type_segment (event_type, event_version, segment)
        SELECT * FROM unnest(types, versions, segments) ON CONFLICT DO NOTHING;
    END IF;
    RETURN extract(epoch FROM first_created_at) * 1000000;
END $$;

-- The last position whose created_at is not after a moment: both grow together, so halving finds it without an index.
CREATE FUNCTION position_at(moment timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    low bigint := 0;
    high bigint := coalesce((SELECT max(position) FROM ${flyway:defaultSchema}.event), 0);
    middle bigint;
BEGIN
    WHILE low < high LOOP
        middle := (low + high + 1) / 2;
        IF (SELECT created_at <= moment FROM ${flyway:defaultSchema}.event WHERE position = middle) THEN
            low := middle;
        ELSE
            high := middle - 1;
        END IF;
    END LOOP;
    RETURN low;
END $$;

-- The events about one object, of some types or all: what is read most, so it is planned once.
CREATE FUNCTION events_of(object uuid, types text[], after bigint, most int)
RETURNS TABLE (at bigint, stored bytea)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    (SELECT e.position, record_send(e) FROM ${flyway:defaultSchema}.event e
      WHERE e.object_ids[1] = object AND e.position > after AND (types IS NULL OR e.event_type = ANY (types))
      ORDER BY e.position LIMIT most)
    UNION ALL
    (SELECT e.position, record_send(e) FROM ${flyway:defaultSchema}.event e
      WHERE e.object_ids[2] = object AND e.position > after AND (types IS NULL OR e.event_type = ANY (types))
      ORDER BY e.position LIMIT most)
    UNION ALL
    (SELECT e.position, record_send(e) FROM ${flyway:defaultSchema}.event e
      WHERE e.object_ids[3] = object AND e.position > after AND (types IS NULL OR e.event_type = ANY (types))
      ORDER BY e.position LIMIT most)
    UNION ALL
    (SELECT e.position, record_send(e) FROM ${flyway:defaultSchema}.event_object x
       JOIN ${flyway:defaultSchema}.event e USING (position)
      WHERE x.object_id = object AND x.position > after AND (types IS NULL OR e.event_type = ANY (types))
      ORDER BY x.position LIMIT most)
    ORDER BY 1 LIMIT most;
END $$;

CREATE FUNCTION events_of_backward(object uuid, types text[], before bigint, most int)
RETURNS TABLE (at bigint, stored bytea)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    (SELECT e.position, record_send(e) FROM ${flyway:defaultSchema}.event e
      WHERE e.object_ids[1] = object AND e.position < before AND (types IS NULL OR e.event_type = ANY (types))
      ORDER BY e.position DESC LIMIT most)
    UNION ALL
    (SELECT e.position, record_send(e) FROM ${flyway:defaultSchema}.event e
      WHERE e.object_ids[2] = object AND e.position < before AND (types IS NULL OR e.event_type = ANY (types))
      ORDER BY e.position DESC LIMIT most)
    UNION ALL
    (SELECT e.position, record_send(e) FROM ${flyway:defaultSchema}.event e
      WHERE e.object_ids[3] = object AND e.position < before AND (types IS NULL OR e.event_type = ANY (types))
      ORDER BY e.position DESC LIMIT most)
    UNION ALL
    (SELECT e.position, record_send(e) FROM ${flyway:defaultSchema}.event_object x
       JOIN ${flyway:defaultSchema}.event e USING (position)
      WHERE x.object_id = object AND x.position < before AND (types IS NULL OR e.event_type = ANY (types))
      ORDER BY x.position DESC LIMIT most)
    ORDER BY 1 DESC LIMIT most;
END $$;

INSERT INTO event
SELECT position, created_at, occurred_at, id, source_id, object_ids, event_type, event_version, event_kind,
       source_type, event_reference, event_data
  FROM old_event ORDER BY position;
INSERT INTO event_object SELECT object_id, position FROM event, unnest(object_ids[4:]) AS object_id;
INSERT INTO event_type_segment SELECT DISTINCT event_type, position / 256, event_version FROM event;
DROP TABLE old_event;
