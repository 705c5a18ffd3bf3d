package f6.app;

import static f6.web.client.ZoneClient.object;

import f6.web.client.ClientFailure;
import f6.web.client.SubscriptionClient;
import f6.web.client.SubscriptionClient.Pulled;
import f6.web.client.ZoneClient;
import f6.web.client.ZoneClient.Answer;
import f6.zone.definition.NameIds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Assigns a citizen service number to each child whose birth was validated, by the public API alone.
///
/// It keeps nothing and may be killed at any moment, or run twice: the ids of its events follow from the birth's,
/// so what was done is not done again; that a person has one number, and a number one person, is the zone's own
/// rule.
final class BsnService {
    static final String SUBSCRIPTION = "bsn-toekennen";
    private static final String BIRTH = "Geboorte";
    private static final String ASSIGNED = "BsnToegekend";
    private static final String VIEW = "persoon";
    private static final String ACCEPTED = "event.kind == 'VALIDATION' && event.data.decision == 'ACCEPT'";
    /// Of the ids of this service's events.
    private static final String SPACE = "5b0d1f0a-3c1e-5a55-8a43-0d2f6a1b9c10";
    /// Numbers that were free when claimed and taken when validated; more are a fault.
    private static final int MAX_CLAIMS = 20;
    /// Numbers that were taken already: of 90 million, most are free.
    private static final int MAX_NUMBERS = 1_000;
    /// Others that are faster on the same person.
    private static final int MAX_TURNS = 20;

    private final ZoneClient zone;
    private final SubscriptionClient subscriptions;
    private final Supplier<String> token;
    private final RandomGenerator random;
    private final Consumer<String> says;

    BsnService(
            ZoneClient zone,
            SubscriptionClient subscriptions,
            Supplier<String> token,
            RandomGenerator random,
            Consumer<String> says) {
        this.zone = zone;
        this.subscriptions = subscriptions;
        this.token = token;
        this.random = random;
        this.says = says;
    }

    /// Has the zone keep the births for it, from the first one on.
    void subscribe() {
        subscriptions.makePull(token.get(), SUBSCRIPTION, List.of(BIRTH), ACCEPTED, 0);
    }

    /// @return how many events were handled
    int turn(int events, int leaseSeconds, int waitSeconds) {
        List<Pulled> pulled = subscriptions.pull(token.get(), SUBSCRIPTION, events, leaseSeconds, waitSeconds);
        for (Pulled one : pulled) {
            handle(one);
            subscriptions.acknowledge(token.get(), SUBSCRIPTION, List.of(one.id()));
        }
        return pulled.size();
    }

    private void handle(Pulled validation) {
        String birth = validation.texts("event_reference").getFirst();
        Optional<String> child = validation.texts("object_ids").stream()
                .filter(object -> isBornBy(object, birth))
                .findFirst();
        child.ifPresentOrElse(
                born -> assign(born, birth), () -> says.accept("birth %s has no effect (any more)".formatted(birth)));
    }

    /// Whether the event made known that this person was born, whatever was said of it since.
    private boolean isBornBy(String person, String birth) {
        Answer answer = NodeOptions.answered(zone.timeline(token.get(), Map.of("view", VIEW, "id", person)));
        return object(answer.field("timeline")).get("rectangles") instanceof List<?> rectangles
                && rectangles.stream()
                        .map(ZoneClient::object)
                        .anyMatch(one -> "geboorte".equals(one.get("field")) && birth.equals(one.get("cause")));
    }

    private void assign(String person, String birth) {
        for (int n = 0; n < MAX_CLAIMS; n++) {
            String claim = id(birth, "claim", n);
            if (!claimed(person, claim) || validated(person, birth, claim, n)) {
                return;
            }
        }
        throw new ClientFailure("birth %s: %d numbers were taken by others meanwhile".formatted(birth, MAX_CLAIMS));
    }

    private static String id(String birth, String what, int n) {
        return NameIds.of(SPACE, "%s/%s/%d".formatted(birth, what, n)).toString();
    }

    /// Records the claim, with a number that is free, unless it is there already.
    ///
    /// @return false when the person is not to have a number: there is one, or the birth is retracted
    private boolean claimed(String person, String claim) {
        for (int i = 0; i < MAX_NUMBERS; i++) {
            Bsn number = Bsn.any(random);
            Answer answer = zone.record(
                    token.get(),
                    ASSIGNED,
                    Map.of(
                            "id",
                            claim,
                            "data",
                            Map.of(
                                    "persoon",
                                    person,
                                    "burgerservicenummer",
                                    number.number(),
                                    "nummer",
                                    number.object().toString())));
            switch (String.valueOf(answer.errorCode())) {
                case "null", "ID_TAKEN" -> {
                    return true;
                }
                case "RULE_BROKEN" -> {
                    if (isAbout(answer, "/persoon")) {
                        return false;
                    }
                }
                case "CONFLICT" -> {} // somebody else was about the same person: again
                default -> throw new ClientFailure(answer.errorText());
            }
        }
        throw new ClientFailure("no number is free");
    }

    /// @return whether all is done for this person; if not, the claim is rejected and another is to be made
    private boolean validated(String person, String birth, String claim, int n) {
        for (int i = 0; i < MAX_TURNS; i++) {
            Answer answer = decide(id(birth, "validation", n), claim, "ACCEPT");
            switch (String.valueOf(answer.errorCode())) {
                case "null" -> {
                    says.accept("%s has a number".formatted(person));
                    return true;
                }
                case "RULE_BROKEN" -> {
                    Answer rejected = decide(id(birth, "rejection", n), claim, "REJECT");
                    if (rejected.errors().isEmpty() && isAbout(answer, "/persoon")) {
                        return true;
                    }
                    if (rejected.errors().isEmpty()) {
                        return false;
                    }
                }
                // Decided by another of us, or by an official.
                case "CONFLICT", "ID_TAKEN", "INVALID" -> {
                    return hasNumber(person);
                }
                default -> throw new ClientFailure(answer.errorText());
            }
        }
        throw new ClientFailure("claim %s: others are faster, again and again".formatted(claim));
    }

    private Answer decide(String id, String claim, String decision) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("id", id);
        arguments.put("eventId", claim);
        arguments.put("seen", claim);
        arguments.put("decision", decision);
        return zone.validate(token.get(), arguments);
    }

    private boolean hasNumber(String person) {
        Answer state = NodeOptions.answered(zone.state(token.get(), VIEW, Map.of("id", person)));
        return object(state.field("state")).get("burgerservicenummer") != null;
    }

    /// Whether a refusal blames a part of the data.
    private static boolean isAbout(Answer answer, String path) {
        Map<String, @Nullable Object> first = answer.errors().getFirst();
        return object(first.get("extensions")).get("violations") instanceof List<?> violations
                && violations.stream().map(ZoneClient::object).anyMatch(one -> path.equals(one.get("path")));
    }
}
