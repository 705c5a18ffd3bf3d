package f6.eventstore.timeline;

import f6.eventstore.event.EventKind;
import f6.eventstore.event.StoredEvent;
import java.util.List;
import java.util.Optional;

/// The rules about what is in force, each broken in one way. [BrokenRulesTest] shows that random logs notice.
enum BrokenForce implements ReferenceModel.Rules {
    RETRACTIONS_ARE_IGNORED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean retracted(StoredEvent x) {
            return false;
        }
    }),
    A_RETRACTION_OUT_OF_FORCE_RETRACTS((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean retracted(StoredEvent x) {
            return corrections(x, "RETRACT").findAny().isPresent();
        }
    }),
    THE_FIRST_VERDICT_WINS((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Optional<String> verdict(StoredEvent x) {
            return validations(x).filter(this::inForce).findFirst().map(this::decision);
        }
    }),
    A_VERDICT_OUT_OF_FORCE_COUNTS((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        Optional<String> verdict(StoredEvent x) {
            return last(validations(x).filter(this::readable)).map(this::decision);
        }
    }),
    A_VERDICT_CANNOT_BE_AMENDED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        String decision(StoredEvent validation) {
            return String.valueOf(own(validation).data().members().get("decision"));
        }
    }),
    A_REJECTION_ACCEPTS((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        String decision(StoredEvent validation) {
            return "ACCEPT";
        }
    }),
    A_CLAIM_NEEDS_NO_VERDICT((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean force(StoredEvent x) {
            return x.event().kind() == EventKind.CLAIM
                    ? verdict(x).map("ACCEPT"::equals).orElse(true)
                    : super.force(x);
        }
    }),
    A_CLAIM_THAT_WAITS_IS_NOT_ASSERTED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean force(StoredEvent x) {
            return x.event().kind() == EventKind.CLAIM
                    ? verdict(x).map("ACCEPT"::equals).orElse(false)
                    : super.force(x);
        }
    }),
    WHAT_IS_REJECTED_IS_ASSERTED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean force(StoredEvent x) {
            return super.force(x) || (pendingCounts() && x.event().kind() == EventKind.CLAIM);
        }
    }),
    ANYONE_VALIDATES((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean force(StoredEvent x) {
            return x.event().kind() == EventKind.VALIDATION || super.force(x);
        }
    }),
    OWN_IS_ENOUGH_TO_VALIDATE((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean force(StoredEvent x) {
            return x.event().kind() == EventKind.VALIDATION ? !basis(x).equals("NONE") : super.force(x);
        }
    }),
    A_BASIS_CAN_BE_AMENDED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean force(StoredEvent x) {
            return x.event().kind() == EventKind.VALIDATION
                    ? "AUTHORITY".equals(content(x).data().members().get("basis"))
                    : super.force(x);
        }
    }),
    A_CORRECTION_NEEDS_NO_BASIS((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        String basis(StoredEvent x) {
            return x.event().kind() == EventKind.CORRECTION ? "AUTHORITY" : super.basis(x);
        }
    }),
    OWN_IS_NO_BASIS((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        String basis(StoredEvent x) {
            return super.basis(x).replace("OWN", "NONE");
        }
    }),
    A_CORRECTION_HEEDS_NO_VERDICT((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean force(StoredEvent x) {
            return x.event().kind() == EventKind.CORRECTION
                    ? !basis(x).equals("NONE") || pendingCounts()
                    : super.force(x);
        }
    }),
    A_CORRECTION_NEEDS_BASIS_AND_VERDICT((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean force(StoredEvent x) {
            return super.force(x)
                    && !(x.event().kind() == EventKind.CORRECTION && basis(x).equals("NONE") && !pendingCounts());
        }
    }),
    A_CORRECTION_THAT_WAITS_IS_NOT_ASSERTED((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean force(StoredEvent x) {
            return x.event().kind() == EventKind.CORRECTION
                    ? verdict(x).map("ACCEPT"::equals).orElse(!basis(x).equals("NONE"))
                    : super.force(x);
        }
    }),
    A_FACT_NEEDS_A_VERDICT((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean force(StoredEvent x) {
            return x.event().kind() == EventKind.FACT ? verdict(x).isPresent() : super.force(x);
        }
    }),
    A_FACT_HEEDS_A_VERDICT((prefix, reading) -> new ReferenceModel(prefix, reading) {
        @Override
        boolean force(StoredEvent x) {
            return x.event().kind() == EventKind.FACT
                    ? verdict(x).map("ACCEPT"::equals).orElse(true)
                    : super.force(x);
        }
    });

    @SuppressWarnings("ImmutableEnumChecker") // None keeps anything.
    private final ReferenceModel.Rules rules;

    BrokenForce(ReferenceModel.Rules rules) {
        this.rules = rules;
    }

    @Override
    public ReferenceModel over(List<StoredEvent> prefix, Reading reading) {
        return rules.over(prefix, reading);
    }
}
