/// Content stores on PostgreSQL, each in a schema or a database of its own, and how far they are.
@NullMarked
package f6.postgres.publishing.content;

import org.jspecify.annotations.NullMarked;
