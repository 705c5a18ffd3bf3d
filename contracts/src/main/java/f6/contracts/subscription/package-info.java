/// What every keeper of subscriptions promises.
@NullMarked
package f6.contracts.subscription;

import org.jspecify.annotations.NullMarked;
