package f6.postgres;

import f6.eventstore.event.StoredEvent;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.Refusal;
import f6.eventstore.store.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The views that are kept in the transaction of each append.
final class SynchronousViews {
    private final List<Generation> views;
    private final String known;

    SynchronousViews(Log log, List<? extends TableProjection> projections) {
        this.views = projections.stream()
                .map(projection -> Generation.live(log, projection))
                .toList();
        this.known = projections.stream()
                .sorted(Comparator.comparing(TableProjection::name))
                .map(projection -> projection.name() + ":" + projection.version())
                .collect(Collectors.joining(" "));
    }

    boolean isEmpty() {
        return views.isEmpty();
    }

    /// How the log names them: what each node that appends must know.
    String known() {
        return known;
    }

    /// A view does not take the events.
    static final class ViewRefuses extends RuntimeException {
        private final transient AppendResult.Refused result;

        ViewRefuses(String projection, String reason, Exception cause) {
            super(projection + ": " + reason, cause);
            this.result = new AppendResult.Refused(projection, reason);
        }

        AppendResult result() {
            return result;
        }
    }

    /// @throws ViewRefuses for a reason of the business
    void apply(Connection connection, List<StoredEvent> events) throws SQLException {
        for (Generation view : views) {
            List<StoredEvent> ofView = events.stream()
                    .filter(stored -> view.projection().query().matches(stored.event()))
                    .toList();
            if (ofView.isEmpty()) {
                continue;
            }
            try {
                view.apply(connection, ofView);
            } catch (Refusal refusal) {
                throw new ViewRefuses(view.projection().name(), refusal.reason(), refusal);
            } catch (SQLException e) {
                if (Failures.isOfConstraint(e)) {
                    throw new ViewRefuses(view.projection().name(), Failures.reason(e), e);
                }
                throw e;
            } catch (RuntimeException e) {
                throw new StoreFailure(
                        "synchronous projection %s failed: %s"
                                .formatted(view.projection().name(), e),
                        e);
            }
        }
    }
}
