/// Content stores over HTTP, as GOV.UK's content-store has it.
@NullMarked
package f6.web.publishing.content;

import org.jspecify.annotations.NullMarked;
