package f6.publishing.document;

import java.util.Set;

/// The types of the events of a publishing platform, and the members that several of them share.
///
/// An event that a command of the API is known by carries it whole, as `command`: `action`, `payload`, `user_uid`,
/// `request_id`. What else happens by the same command (a superseded edition, a freed path) stands beside it in
/// the same append.
public final class Happened {
    /// A draft was put: `content_id`, `locale`, `user_facing_version`, `edition` with what the platform made of
    /// the payload, `owner` of a redirect that was made for a moved document.
    public static final String EDITION_DRAFTED = "EditionDrafted";
    public static final String DRAFT_DISCARDED = "DraftDiscarded";
    /// `edition` with what changed, and `change_note` if it is another than the draft's.
    public static final String EDITION_PUBLISHED = "EditionPublished";
    public static final String EDITION_SUPERSEDED = "EditionSuperseded";
    /// `unpublishing`; `draft` is true when the draft was.
    public static final String EDITION_UNPUBLISHED = "EditionUnpublished";
    /// Its path was taken over.
    public static final String EDITION_SUBSTITUTED = "EditionSubstituted";
    public static final String EDITION_REPUBLISHED = "EditionRepublished";
    /// `links`: by type, the targets from now on.
    public static final String LINK_SET_PATCHED = "LinkSetPatched";
    /// `base_path`, `publishing_app`.
    public static final String PATH_RESERVED = "PathReserved";
    /// `base_path`.
    public static final String PATH_FREED = "PathFreed";
    /// `base_path`, `intent`.
    public static final String PUBLISH_INTENT_PUT = "PublishIntentPut";
    public static final String PUBLISH_INTENT_DELETED = "PublishIntentDeleted";

    /// What a command was, in the event that it is known by.
    public static final String COMMAND = "command";
    /// What the platform made of it, over what the payload says.
    public static final String EDITION = "edition";

    /// The base paths that what happened to a document was about: where it is, and where it was.
    public static final String PATHS = "paths";

    /// Those that change a document.
    public static final Set<String> OF_DOCUMENTS = Set.of(
            EDITION_DRAFTED,
            DRAFT_DISCARDED,
            EDITION_PUBLISHED,
            EDITION_SUPERSEDED,
            EDITION_UNPUBLISHED,
            EDITION_SUBSTITUTED,
            EDITION_REPUBLISHED);

    /// All of them.
    public static final Set<String> ALL = Set.of(
            EDITION_DRAFTED,
            DRAFT_DISCARDED,
            EDITION_PUBLISHED,
            EDITION_SUPERSEDED,
            EDITION_UNPUBLISHED,
            EDITION_SUBSTITUTED,
            EDITION_REPUBLISHED,
            LINK_SET_PATCHED,
            PATH_RESERVED,
            PATH_FREED,
            PUBLISH_INTENT_PUT,
            PUBLISH_INTENT_DELETED);

    /// Of the shape that this code writes.
    public static final String VERSION = "1";

    private Happened() {}
}
