-- What readers ask: what is at a path, or else leads there exactly, or else begins it. Planned once for the life of a
-- connection, and whatever there was then, by indexes only: tables grow.
CREATE FUNCTION find_item(of_path text, prefixes text[])
RETURNS TABLE (base text, item jsonb, version bigint, at timestamptz)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET enable_material = off AS $$
BEGIN
    RETURN QUERY SELECT i.base_path, i.item, i.payload_version, i.updated_at FROM ${flyway:defaultSchema}.content_item i WHERE i.base_path = of_path AND i.item IS NOT NULL;
    IF FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT i.base_path, i.item, i.payload_version, i.updated_at
      FROM ${flyway:defaultSchema}.content_item_route r JOIN ${flyway:defaultSchema}.content_item i USING (base_path)
     WHERE r.path = of_path AND r.exact AND i.item IS NOT NULL ORDER BY r.base_path LIMIT 1;
    IF FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT i.base_path, i.item, i.payload_version, i.updated_at
      FROM ${flyway:defaultSchema}.content_item_route r JOIN ${flyway:defaultSchema}.content_item i USING (base_path)
     WHERE r.path = ANY (prefixes) AND NOT r.exact AND i.item IS NOT NULL ORDER BY length(r.path) DESC, r.base_path LIMIT 1;
END $$;

CREATE FUNCTION find_intent(of_path text, prefixes text[])
RETURNS TABLE (base text, item jsonb)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET enable_material = off AS $$
BEGIN
    RETURN QUERY SELECT i.base_path, i.item FROM ${flyway:defaultSchema}.publish_intent i WHERE i.base_path = of_path;
    IF FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT i.base_path, i.item
      FROM ${flyway:defaultSchema}.publish_intent_route r JOIN ${flyway:defaultSchema}.publish_intent i USING (base_path)
     WHERE r.path = of_path AND r.exact ORDER BY r.base_path LIMIT 1;
    IF FOUND THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT i.base_path, i.item
      FROM ${flyway:defaultSchema}.publish_intent_route r JOIN ${flyway:defaultSchema}.publish_intent i USING (base_path)
     WHERE r.path = ANY (prefixes) AND NOT r.exact ORDER BY length(r.path) DESC, r.base_path LIMIT 1;
END $$;
