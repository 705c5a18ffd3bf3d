/// What a zone registers: its events, rules, effects, authorities and views, read from YAML.
@NullMarked
package f6.zone.definition;

import org.jspecify.annotations.NullMarked;
