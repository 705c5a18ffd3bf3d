package f6.publishing.command;

import f6.publishing.schema.ContentSchemas;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What a decision takes from outside, so that it is the same again.
///
/// @param now when it is decided
/// @param ids of documents that the platform itself makes
/// @param rendered the details of an edition with what can be rendered
record Surroundings(By by, Instant now, Supplier<UUID> ids, ContentSchemas schemas, UnaryOperator<Object> rendered) {}
