-- The foldings that timelines were made by, in order: another fingerprint is a new version.
CREATE TABLE fold_version (
    version     int  PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    fingerprint text NOT NULL
);

-- The greatest position of an event that was stored at or before a moment, or 0. Looks where it would be if the log grew
-- evenly, and every other time in the middle, so that a log that did not costs no more than twice a plain bisection.
CREATE OR REPLACE FUNCTION position_at(moment timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    low bigint := 0; -- at or before the moment
    high bigint;     -- after it
    low_at timestamptz;
    high_at timestamptz;
    guess bigint;
    guess_at timestamptz;
    even boolean := true;
BEGIN
    SELECT position, created_at INTO high, high_at FROM ${flyway:defaultSchema}.event ORDER BY position DESC LIMIT 1;
    IF high IS NULL OR high_at <= moment THEN
        RETURN coalesce(high, 0);
    END IF;
    WHILE high - low > 1 LOOP
        IF even AND low_at IS NOT NULL AND high_at > low_at THEN
            guess := low + floor((high - low) * extract(epoch FROM moment - low_at)::float8
                                            / extract(epoch FROM high_at - low_at)::float8);
        ELSIF even AND low_at IS NULL THEN
            guess := low + 1;
        ELSE
            guess := (low + high) / 2;
        END IF;
        guess := least(greatest(guess, low + 1), high - 1);
        even := NOT even;
        SELECT created_at INTO guess_at FROM ${flyway:defaultSchema}.event WHERE position = guess;
        IF guess_at <= moment THEN
            low := guess;
            low_at := guess_at;
        ELSE
            high := guess;
            high_at := guess_at;
        END IF;
    END LOOP;
    RETURN low;
END $$;
