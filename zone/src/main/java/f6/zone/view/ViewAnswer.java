package f6.zone.view;

import f6.eventstore.event.ObjectId;
import f6.eventstore.event.Position;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// The state of an object by a view, and at which moments it was read.
///
/// @param geldigOp the day on the material axis, read at its end
/// @param position the place on the formal axis
public record ViewAnswer(
        ObjectId object,
        Map<String, Object> fields,
        LocalDate geldigOp,
        Position position,
        boolean pending,
        List<String> anomalies) {}
