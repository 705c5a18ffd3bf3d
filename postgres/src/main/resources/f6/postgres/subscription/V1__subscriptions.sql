-- The subscriptions of a zone, and what is delivered of each. Not history: it says nothing of what happened in the zone.
CREATE TABLE subscription (
    id              uuid        PRIMARY KEY,
    name            text        NOT NULL UNIQUE,
    owner_id        uuid        NOT NULL,
    owner_type      text        NOT NULL,
    event_types     text[]      NOT NULL,
    objects         uuid[]      NOT NULL,
    expression      text,
    way             text        NOT NULL CHECK (way IN ('webhook', 'sse', 'pull')),
    target          text,
    secret          text,
    former_secret   text,
    former_until    timestamptz,
    start_position  bigint      NOT NULL,
    created_at      timestamptz NOT NULL,
    state           text        NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'PAUSED', 'SUSPENDED')),
    why             text,
    -- up to here everything is settled, but for what is waiting
    checkpoint      bigint      NOT NULL,
    -- who saves must know it: it counts up when somebody else has taken over or changed something
    epoch           bigint      NOT NULL DEFAULT 0,
    failures        bigint      NOT NULL DEFAULT 0,
    last_failure    text,
    last_failure_at timestamptz,
    -- the node that runs a webhook, and how long others leave it to that node
    runner          uuid,
    lease_until     timestamptz,
    CHECK ((way = 'webhook') = (target IS NOT NULL AND secret IS NOT NULL))
) WITH (fillfactor = 70); -- checkpoints are updated in place
CREATE INDEX subscription_by_owner ON subscription (owner_id, name);
CREATE INDEX subscription_by_runner ON subscription (runner);

-- Events that are not settled, though the checkpoint is beyond them.
CREATE TABLE waiting (
    subscription uuid        NOT NULL REFERENCES subscription ON DELETE CASCADE,
    position     bigint      NOT NULL,
    event        uuid        NOT NULL,
    objects      uuid[]      NOT NULL,
    standing     text        NOT NULL CHECK (standing IN ('HELD', 'LEASED', 'RETRYING', 'PARKED')),
    attempts     int         NOT NULL,
    until        timestamptz NOT NULL,
    reason       text        NOT NULL,
    PRIMARY KEY (subscription, position)
);
CREATE INDEX waiting_parked ON waiting (subscription) WHERE standing = 'PARKED';
