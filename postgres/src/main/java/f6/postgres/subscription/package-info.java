/// Subscriptions and what is delivered of each, in tables beside the log.
@NullMarked
package f6.postgres.subscription;

import org.jspecify.annotations.NullMarked;
