/// The ports on PostgreSQL 15 and up, and a PostgreSQL to start with.
@NullMarked
package f6.postgres;

import org.jspecify.annotations.NullMarked;
