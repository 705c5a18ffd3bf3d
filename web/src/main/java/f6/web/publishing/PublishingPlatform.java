package f6.web.publishing;

import f6.publishing.Publishing;
import f6.publishing.audit.Audit;
import f6.publishing.view.Views;
import java.util.function.LongSupplier;

/// The publishing platform that a node serves.
///
/// @param head of its log; fails when the log cannot be read
/// @param open whether requests without a token are let in: in development only
public record PublishingPlatform(Publishing publishing, Views views, Audit audit, LongSupplier head, boolean open) {}
