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
