-- What readers meet at paths. An item that is null was deleted as of the version: no older one comes back.
CREATE TABLE content_item (
    base_path       text COLLATE "C" PRIMARY KEY,
    payload_version bigint NOT NULL,
    item            jsonb,
    updated_at      timestamptz NOT NULL
);

-- The paths that lead to items: exactly, or with all that is below them.
CREATE TABLE content_item_route (
    path      text COLLATE "C" NOT NULL,
    exact     boolean NOT NULL,
    base_path text COLLATE "C" NOT NULL REFERENCES content_item ON DELETE CASCADE,
    PRIMARY KEY (path, exact, base_path)
);

CREATE INDEX content_item_route_of ON content_item_route (base_path);

CREATE TABLE publish_intent (
    base_path    text COLLATE "C" PRIMARY KEY,
    item         jsonb NOT NULL,
    publish_time timestamptz NOT NULL
);

CREATE TABLE publish_intent_route (
    path      text COLLATE "C" NOT NULL,
    exact     boolean NOT NULL,
    base_path text COLLATE "C" NOT NULL REFERENCES publish_intent ON DELETE CASCADE,
    PRIMARY KEY (path, exact, base_path)
);

CREATE INDEX publish_intent_route_of ON publish_intent_route (base_path);
