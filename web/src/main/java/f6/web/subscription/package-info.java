/// Subscriptions over HTTP: minding them, bringing events to webhooks, streams, and events to be fetched.
@NullMarked
package f6.web.subscription;

import org.jspecify.annotations.NullMarked;
