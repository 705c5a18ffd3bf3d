/// Subscriptions: who is told of which events, how, and what they have not settled yet. Delivery state is no
/// history: it is kept beside the log, by a [DeliveryStore].
@NullMarked
package f6.zone.subscription;

import org.jspecify.annotations.NullMarked;
