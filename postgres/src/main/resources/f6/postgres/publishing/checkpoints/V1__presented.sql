-- Up to which position of the log each lane has presented everything to its content store.
CREATE TABLE presented (
    lane     text PRIMARY KEY,
    position bigint NOT NULL
);
