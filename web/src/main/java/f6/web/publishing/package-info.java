/// The publishing API over HTTP: the same addresses, answers and errors as GOV.UK's.
@NullMarked
package f6.web.publishing;

import org.jspecify.annotations.NullMarked;
