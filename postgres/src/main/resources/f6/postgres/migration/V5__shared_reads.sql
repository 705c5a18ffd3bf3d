-- The events about each of some objects, planned once: what decisions rest on. An object has as many rows as it has events,
-- up to a number at which it has too many; an event that is too large has no bytes.
CREATE FUNCTION events_of_each(objects uuid[], most int, largest int)
RETURNS TABLE (object uuid, at bigint, stored bytea)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT o.id, found.position, found.bytes FROM unnest(objects) AS o (id) CROSS JOIN LATERAL (
        (SELECT e.position, CASE WHEN pg_column_size(e.event_data) <= largest THEN record_send(e) END AS bytes
           FROM ${flyway:defaultSchema}.event e WHERE e.object_ids[1] = o.id ORDER BY e.position LIMIT most)
        UNION ALL
        (SELECT e.position, CASE WHEN pg_column_size(e.event_data) <= largest THEN record_send(e) END
           FROM ${flyway:defaultSchema}.event e WHERE e.object_ids[2] = o.id ORDER BY e.position LIMIT most)
        UNION ALL
        (SELECT e.position, CASE WHEN pg_column_size(e.event_data) <= largest THEN record_send(e) END
           FROM ${flyway:defaultSchema}.event e WHERE e.object_ids[3] = o.id ORDER BY e.position LIMIT most)
        UNION ALL
        (SELECT e.position, CASE WHEN pg_column_size(e.event_data) <= largest THEN record_send(e) END
           FROM ${flyway:defaultSchema}.event_object x JOIN ${flyway:defaultSchema}.event e USING (position)
          WHERE x.object_id = o.id ORDER BY x.position LIMIT most)
        LIMIT most) found;
END $$;
