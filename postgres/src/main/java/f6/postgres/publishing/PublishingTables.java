package f6.postgres.publishing;

/// The tables of the views. Nothing in them but what the events say.
final class PublishingTables {
    private PublishingTables() {}

    /// As they are filled anew: what is written twice in them is refused by [#COMPLETE].
    static final String CREATE = """
            -- A piece of content in one language. draft and current are editions.
            CREATE TABLE documents (
                content_id   uuid   NOT NULL,
                locale       text   NOT NULL,
                lock_version bigint NOT NULL,
                owner        uuid,
                draft        bigint,
                current      bigint
            ) WITH (fillfactor = 80);
            -- Versions of documents. What is in fields is what counts; the columns that repeat some of it are searched.
            -- json, not jsonb: members keep their order, and it is taken in faster.
            CREATE TABLE editions (
                id                  bigint      NOT NULL,
                content_id          uuid        NOT NULL,
                locale              text        NOT NULL,
                user_facing_version int         NOT NULL,
                state               text        NOT NULL,
                content_store       text,
                base_path           text COLLATE "C",
                title               text,
                document_type       text        NOT NULL,
                schema_name         text        NOT NULL,
                publishing_app      text,
                rendering_app       text,
                public_updated_at   timestamptz,
                last_edited_at      timestamptz,
                created_at          timestamptz NOT NULL,
                updated_at          timestamptz NOT NULL,
                fields              json        NOT NULL,
                links               json        NOT NULL,
                CHECK (state IN ('draft', 'published', 'unpublished', 'superseded')),
                CHECK (content_store IN ('draft', 'live'))
                -- Only what would not fit a page is compressed: that costs more than all else that is done to a row.
            ) WITH (toast_tuple_target = 8160);
            CREATE TABLE change_notes (edition bigint NOT NULL, note text NOT NULL);
            CREATE TABLE access_limits (edition bigint NOT NULL, access_limit json NOT NULL);
            CREATE TABLE unpublishings (
                edition          bigint      NOT NULL,
                type             text        NOT NULL,
                explanation      text,
                alternative_path text,
                redirects        json        NOT NULL,
                unpublished_at   timestamptz,
                created_at       timestamptz NOT NULL
            );
            CREATE TABLE link_sets (content_id uuid NOT NULL, version bigint NOT NULL, links json NOT NULL);
            -- Of editions and of link sets, a row for each target.
            CREATE TABLE links (
                edition   bigint,
                link_set  uuid,
                link_type text NOT NULL,
                position  int  NOT NULL,
                target    uuid NOT NULL,
                CHECK ((edition IS NULL) <> (link_set IS NULL))
            );
            -- What was added to link sets and removed: by the position of the event, and in its order.
            CREATE TABLE link_changes (
                position   bigint      NOT NULL,
                ordinal    int         NOT NULL,
                source     uuid        NOT NULL,
                target     uuid        NOT NULL,
                link_type  text        NOT NULL,
                change     text        NOT NULL,
                user_uid   text,
                created_at timestamptz NOT NULL
            );
            CREATE TABLE path_reservations (base_path text NOT NULL, publishing_app text NOT NULL);
            CREATE TABLE publish_intents (base_path text NOT NULL, payload json NOT NULL);
            -- Names that stand for content ids, as publishers gave them; since the event at a position.
            CREATE TABLE content_id_aliases (name text NOT NULL, content_id uuid NOT NULL, since bigint NOT NULL);
            """;

    /// What guards them and what they are found by. A view that is filled anew does without, until it is
    /// full. An edition that is in no content store takes no place in the first two, as NULL takes none in a
    /// UNIQUE constraint.
    static final String COMPLETE = """
            SET LOCAL maintenance_work_mem = '256MB';
            ALTER TABLE documents ADD PRIMARY KEY (content_id, locale);
            ALTER TABLE editions ADD PRIMARY KEY (id);
            ALTER TABLE change_notes ADD PRIMARY KEY (edition);
            ALTER TABLE access_limits ADD PRIMARY KEY (edition);
            ALTER TABLE unpublishings ADD PRIMARY KEY (edition);
            ALTER TABLE link_sets ADD PRIMARY KEY (content_id);
            ALTER TABLE link_changes ADD PRIMARY KEY (position, ordinal);
            ALTER TABLE path_reservations ADD PRIMARY KEY (base_path);
            ALTER TABLE publish_intents ADD PRIMARY KEY (base_path);
            -- Documents in several languages may have given one name to their content.
            DELETE FROM content_id_aliases a USING content_id_aliases b WHERE a.name = b.name AND a.since > b.since;
            ALTER TABLE content_id_aliases ADD PRIMARY KEY (name);
            CREATE INDEX content_id_aliases_of ON content_id_aliases (content_id);
            CREATE INDEX links_of_edition ON links (edition) WHERE edition IS NOT NULL;
            CREATE INDEX links_of_link_set ON links (link_set) WHERE link_set IS NOT NULL;
            CREATE UNIQUE INDEX editions_document_content_store ON editions (content_id, locale, content_store)
                WHERE content_store IS NOT NULL;
            CREATE UNIQUE INDEX editions_base_path_content_store ON editions (base_path, content_store)
                WHERE content_store IS NOT NULL;
            CREATE UNIQUE INDEX editions_document_user_facing_version
                ON editions (content_id, locale, user_facing_version);
            CREATE INDEX editions_by_document_type ON editions (document_type, content_id, locale)
                WHERE state <> 'superseded';
            CREATE INDEX editions_by_publishing_app ON editions (publishing_app, content_id, locale)
                WHERE state <> 'superseded';
            CREATE INDEX editions_by_updated_at ON editions (updated_at, id) WHERE state <> 'superseded';
            CREATE INDEX editions_by_public_updated_at ON editions (public_updated_at, id)
                WHERE state <> 'superseded';
            CREATE INDEX editions_by_created_at ON editions (created_at, id) WHERE state <> 'superseded';
            CREATE INDEX links_by_target ON links (target, link_type);
            CREATE INDEX link_changes_by_type ON link_changes (link_type, position, ordinal);
            CREATE INDEX link_changes_by_source ON link_changes (source, position);
            CREATE INDEX link_changes_by_target ON link_changes (target, position);
            """;
}
