/// GOV.UK's dialect of Markdown.
@NullMarked
package f6.publishing.govspeak;

import org.jspecify.annotations.NullMarked;
