package f6.web.publishing.content;

import f6.eventstore.event.InvalidValue;
import f6.publishing.content.ContentStore;
import java.util.List;

/// The content stores that a node serves.
///
/// @param website where readers find the content, without a slash at the end: `https://www.gov.uk`
/// @param open whether everyone may write them, and read what is behind the items; else only who has a token
public record ContentStores(List<Served> stores, String website, boolean open) {
    /// Where a node serves both.
    public static final String LIVE = "/content-store";

    public static final String DRAFT = "/draft-content-store";

    public ContentStores {
        stores = List.copyOf(stores);
        InvalidValue.require(!stores.isEmpty(), "there is no content store to serve");
    }

    /// Both on one node.
    public static ContentStores both(ContentStore draft, ContentStore live, String website, boolean open) {
        return new ContentStores(List.of(new Served(LIVE, live), new Served(DRAFT, draft)), website, open);
    }

    /// One, on a server of its own.
    public static ContentStores alone(ContentStore store, String website, boolean open) {
        return new ContentStores(List.of(new Served("", store)), website, open);
    }

    /// @param base what its addresses begin with, such as `/content-store`; empty on a server of its own
    public record Served(String base, ContentStore store) {
        public Served {
            InvalidValue.require(
                    base.isEmpty() || (base.startsWith("/") && !base.endsWith("/")),
                    "a base address begins with / and does not end with it: " + base);
        }
    }
}
