/// What a node tells of itself: metrics, traces and logs.
@NullMarked
package f6.app.telemetry;

import org.jspecify.annotations.NullMarked;
