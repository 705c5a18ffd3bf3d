/// What a zone accounts for, on PostgreSQL: in the schema of the node, beside no log in particular.
@NullMarked
package f6.postgres.accountability;

import org.jspecify.annotations.NullMarked;
