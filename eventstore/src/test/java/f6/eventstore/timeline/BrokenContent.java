package f6.eventstore.timeline;

import f6.eventstore.event.EventId;
import f6.eventstore.event.EventKind;
import f6.eventstore.event.StoredEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The rules about what an event says, from when and in which order, each broken in one way. [BrokenRulesTest]
/// shows that random logs notice.
enum BrokenContent implements ReferenceModel.Rules {
    AMENDMENTS_ARE_IGNORED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Optional<StoredEvent> amendment(StoredEvent x) {
            return Optional.empty();
        }
    }),
    THE_FIRST_AMENDMENT_WINS((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Optional<StoredEvent> amendment(StoredEvent x) {
            return corrections(x, "AMEND").filter(this::inForce).findFirst();
        }
    }),
    AN_AMENDMENT_OUT_OF_FORCE_AMENDS((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Optional<StoredEvent> amendment(StoredEvent x) {
            return last(corrections(x, "AMEND").filter(this::readable));
        }
    }),
    AN_AMENDMENT_IS_NOT_AMENDED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Optional<StoredEvent> amendment(StoredEvent x) {
            return x.event().kind() == EventKind.CORRECTION ? Optional.empty() : super.amendment(x);
        }
    }),
    AN_AMENDMENT_REPLACES_ALL((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Content overlaid(Content own, Content amendment) {
            return new Content(amendment.occurredAt().or(own::occurredAt), amendment.data());
        }
    }),
    AN_AMENDMENT_LIES_BELOW((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Content overlaid(Content own, Content amendment) {
            return super.overlaid(amendment, own);
        }
    }),
    THE_TIME_OF_THE_ACT_CANNOT_BE_AMENDED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Content overlaid(Content own, Content amendment) {
            return new Content(own.occurredAt(), super.overlaid(own, amendment).data());
        }
    }),
    A_NULL_REMOVES_NOTHING((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Content overlaid(Content own, Content amendment) {
            return super.overlaid(own, withoutNulls(amendment));
        }
    }),
    EFFECTIVE_FROM_IS_IGNORED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Optional<Instant> effectiveFrom(StoredEvent x) {
            return Optional.empty();
        }
    }),
    EFFECTIVE_FROM_IS_THE_FIRST((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Optional<Instant> effectiveFrom(StoredEvent x) {
            return accepting(x).findFirst().flatMap(this::effectiveFromOf);
        }
    }),
    EFFECTIVE_FROM_IS_ANY_THAT_IS_GIVEN((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Optional<Instant> effectiveFrom(StoredEvent x) {
            return last(accepting(x).filter(v -> effectiveFromOf(v).isPresent()))
                    .flatMap(this::effectiveFromOf);
        }
    }),
    EFFECTIVE_FROM_IS_OF_ANY_VERDICT((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Stream<StoredEvent> accepting(StoredEvent x) {
            return validations(x).filter(this::inForce);
        }
    }),
    EFFECTIVE_FROM_IS_OF_VERDICTS_OUT_OF_FORCE((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Stream<StoredEvent> accepting(StoredEvent x) {
            return validations(x).filter(this::readable).filter(v -> decision(v).equals("ACCEPT"));
        }
    }),
    EFFECTIVE_FROM_CANNOT_BE_AMENDED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Optional<Instant> effectiveFromOf(StoredEvent validation) {
            return Optional.ofNullable(own(validation).data().members().get("effectiveFrom"))
                    .map(day -> start(LocalDate.parse((String) day)));
        }
    }),
    THE_DATE_IN_THE_DATA_IS_IGNORED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Optional<Instant> dataDate(StoredEvent x) {
            return Optional.empty();
        }
    }),
    THE_DATE_IN_THE_DATA_COMES_FIRST((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Instant material(StoredEvent x) {
            return dataDate(x).orElseGet(() -> super.material(x));
        }
    }),
    THE_DATE_CANNOT_BE_AMENDED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Optional<Instant> dataDate(StoredEvent x) {
            return Optional.ofNullable(own(x).data().members().get("date")).map(this::start);
        }
    }),
    A_DAY_BEGINS_IN_UTC((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Instant start(LocalDate day) {
            return day.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }),
    AN_INCOMPLETE_DATE_IS_AT_ITS_END((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Instant start(Object date) {
            return date instanceof Map<?, ?> parts && parts.get("jaar") != null
                    ? super.start(date).plus(27, ChronoUnit.DAYS)
                    : super.start(date);
        }
    }),
    AN_UNKNOWN_DATE_COMES_LAST((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Instant start(Object date) {
            return super.start(date).equals(Instant.MIN) ? Instant.MAX : super.start(date);
        }
    }),
    MATERIAL_TIME_ORDERS_NOTHING((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Comparator<Entry> order() {
            return Comparator.comparing(entry -> entry.root().position());
        }
    }),
    CAUSES_ORDER_NOTHING((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        int depth(StoredEvent x) {
            return 1;
        }
    }),
    ONLY_DIRECT_CAUSES_ORDER((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        int depth(StoredEvent x) {
            return Math.min(2, super.depth(x));
        }
    }),
    TIES_ARE_IN_THE_ORDER_OF_THE_LATEST_CORRECTION((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Comparator<Entry> order() {
            return Comparator.comparing(Entry::material)
                    .thenComparingInt(entry -> depth(entry.root()))
                    .thenComparing(entry ->
                            amendment(entry.root()).orElse(entry.root()).position());
        }
    }),
    TIES_ARE_IN_REVERSE((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Comparator<Entry> order() {
            return Comparator.comparing(Entry::material)
                    .thenComparingInt(entry -> depth(entry.root()))
                    .thenComparing(entry -> entry.root().position(), Comparator.reverseOrder());
        }
    }),
    WHAT_IS_PENDING_IS_NOT_MARKED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean pending(StoredEvent x, ReferenceModel legal) {
            return false;
        }
    }),
    ONLY_A_CLAIM_THAT_WAITS_IS_MARKED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean pending(StoredEvent x, ReferenceModel legal) {
            return !legal.inForce(x);
        }
    }),
    THE_UNREADABLE_IS_NOT_NAMED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        List<EventId> anomalies() {
            return List.of();
        }
    }),
    A_VALIDATION_AMENDED_INTO_NONSENSE_COUNTS((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean readable(StoredEvent x) {
            return x.event().kind() == EventKind.VALIDATION
                    ? isValidation(x.event().data())
                    : super.readable(x);
        }
    });

    @SuppressWarnings("ImmutableEnumChecker") // None keeps anything.
    private final ReferenceModel.Rules rules;

    BrokenContent(ReferenceModel.Rules rules) {
        this.rules = rules;
    }

    @Override
    public ReferenceModel over(List<StoredEvent> prefix, Reading reading) {
        return rules.over(prefix, reading);
    }
}
