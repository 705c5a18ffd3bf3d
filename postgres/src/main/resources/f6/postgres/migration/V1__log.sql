-- The log. Everything else in a database of F6 can be dropped and rebuilt from it.
CREATE TABLE event (
    position        bigint      PRIMARY KEY,
    id              uuid        NOT NULL UNIQUE,
    created_at      timestamptz NOT NULL,
    occurred_at     timestamptz NOT NULL,
    object_ids      uuid[]      NOT NULL CHECK (cardinality(object_ids) > 0),
    event_type      text        NOT NULL,
    event_version   text        NOT NULL,
    event_kind      text        NOT NULL CHECK (event_kind IN ('CLAIM', 'VALIDATION', 'CORRECTION', 'FACT')),
    source_id       uuid        NOT NULL,
    source_type     text        NOT NULL,
    event_reference uuid[]      NOT NULL,
    -- json, not jsonb: it is never searched by the database, and taken in faster
    event_data      json        NOT NULL
);
CREATE INDEX event_by_type ON event (event_type, position);
CREATE INDEX event_by_created_at ON event (created_at, position);

-- Which events name an object: what conditions and reads walk.
CREATE TABLE event_object (
    object_id uuid   NOT NULL,
    position  bigint NOT NULL REFERENCES event,
    PRIMARY KEY (object_id, position)
);
