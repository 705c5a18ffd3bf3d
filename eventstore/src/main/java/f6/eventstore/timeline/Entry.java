package f6.eventstore.timeline;

import f6.eventstore.event.StoredEvent;

/// A claim or fact that counts in a state.
///
/// @param root as it was recorded
/// @param content as corrected
/// @param material from when it is so
/// @param pending counts only because pending ones were asked for
public record Entry(StoredEvent root, Content content, MaterialTime material, boolean pending) {}
