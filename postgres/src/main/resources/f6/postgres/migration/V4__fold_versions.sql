-- The foldings that timelines were made by, in order: another fingerprint is a new version.
CREATE TABLE fold_version (
    version     int  PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    fingerprint text NOT NULL
);
