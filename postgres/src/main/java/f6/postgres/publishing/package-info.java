/// The views of a publishing platform in PostgreSQL.
@NullMarked
package f6.postgres.publishing;

import org.jspecify.annotations.NullMarked;
