package f6.web;

import f6.eventstore.event.EventId;
import f6.eventstore.event.Source;
import f6.zone.command.StoredEventsCheck;
import f6.zone.definition.DefinitionDiff.Difference;
import f6.zone.definition.DefinitionException;
import f6.zone.management.Activation;
import f6.zone.management.DefinitionBook;
import f6.zone.management.Proposal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is answered about definitions, as JSON.
final class DefinitionAnswers {
    private DefinitionAnswers() {}

    static Map<String, @Nullable Object> list(String zone, DefinitionBook book) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("zone", zone);
        fields.put("active", active(book));
        fields.put("before", book.before().map(EventId::toString).orElse(null));
        fields.put(
                "definitions",
                book.proposals().stream()
                        .map(proposal -> definition(zone, proposal, book))
                        .toList());
        return fields;
    }

    private static @Nullable String active(DefinitionBook book) {
        return book.active().map(active -> active.definition().toString()).orElse(null);
    }

    static Map<String, @Nullable Object> definition(String zone, Proposal proposal, DefinitionBook book) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", proposal.id().toString());
        fields.put("zone", zone);
        fields.put("version", proposal.version());
        fields.put("sha256", proposal.digest());
        fields.put("proposedAt", proposal.at());
        fields.put("proposedBy", source(proposal.by()));
        fields.put("active", proposal.id().toString().equals(active(book)));
        fields.put(
                "activations",
                book.activations().stream()
                        .filter(activation -> activation.definition().equals(proposal.id()))
                        .map(DefinitionAnswers::activation)
                        .toList());
        return fields;
    }

    static Map<String, @Nullable Object> activation(Activation activation) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("definition", activation.definition().toString());
        fields.put("at", activation.at());
        fields.put("by", source(activation.by()));
        fields.put("rollback", activation.rollback());
        fields.put("checkedUpTo", activation.checkedUpTo().value());
        return fields;
    }

    private static Map<String, Object> source(Source source) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", source.id().toString());
        fields.put("type", source.type());
        return fields;
    }

    static Map<String, @Nullable Object> check(StoredEventsCheck.Result check) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("fits", check.fits());
        fields.put("upTo", check.upTo().value());
        fields.put("unfit", check.unfit());
        fields.put(
                "first",
                check.first().stream()
                        .map(one -> Map.of("position", one.position().value(), "why", one.why()))
                        .toList());
        return fields;
    }

    static List<Map<String, Object>> diff(List<Difference> differences) {
        return differences.stream().map(DefinitionAnswers::difference).toList();
    }

    private static Map<String, Object> difference(Difference difference) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("change", difference.what().name().toLowerCase(Locale.ROOT));
        fields.put("part", difference.part());
        if (!difference.before().isEmpty()) {
            fields.put("before", difference.before());
        }
        if (!difference.after().isEmpty()) {
            fields.put("after", difference.after());
        }
        return fields;
    }

    static Failure mistakes(DefinitionException e) {
        List<Map<String, Object>> problems = e.problems().stream()
                .map(problem -> Map.<String, Object>of(
                        "line", problem.line(), "path", problem.path(), "message", problem.message()))
                .toList();
        return new Failure(
                Failure.INVALID,
                400,
                "the definition has %d mistakes".formatted(problems.size()),
                Map.of("problems", problems));
    }
}
