package f6.benchmarks.http;

import f6.benchmarks.BenchFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// What clients ask of the civil registry of Zonnendaal: to record births, and for the state of those who were
/// born.
final class Registry {
    private static final String ZONE = "/v1/burgerlijke-stand";
    private static final String QUERY =
            "query ($id: ID!) { persoon(id: $id) { id position pending geboorte { plaats } naam { voornamen"
                    + " geslachtsnaam } ouders } }";
    private static final int CREATED = 201;
    private static final int OK = 200;

    private record Birth(UUID event, UUID child) {}

    private final List<Birth> births = new ArrayList<>();
    private volatile List<Birth> readable = List.of();
    private final AtomicInteger validated = new AtomicInteger();

    /// A claim with two roles, whose schema and three rules are checked.
    void record(Exchange exchange) throws IOException {
        UUID event = UUID.randomUUID();
        UUID child = UUID.randomUUID();
        String json = """
                {"command":"record","type":"Geboorte","input":{"id":"%s","data":{"kind":"%s","ouders":["%s","%s"],\
                "datum":{"type":"Datum","datum":"2026-01-31"},"plaats":"Zonnendaal",\
                "naam":{"voornamen":"Jip","geslachtsnaam":"Jansen"}}}}""".formatted(event, child, UUID.randomUUID(), UUID.randomUUID());
        require(exchange, exchange.post(ZONE + "/commands", json), CREATED, event.toString());
        if (readable.isEmpty()) {
            synchronized (births) {
                births.add(new Birth(event, child));
            }
        }
    }

    /// Accepts claims, the first of them first, so that they count in law and can be read.
    void validate(Exchange exchange) throws IOException {
        int next = validated.getAndIncrement();
        UUID claim;
        synchronized (births) {
            claim = births.get(next % births.size()).event();
        }
        if (next < births.size()) {
            String json = """
                    {"command":"validate","id":"%s","eventId":"%s","seen":"%s","decision":"ACCEPT"}""".formatted(UUID.randomUUID(), claim, claim);
            require(exchange, exchange.post(ZONE + "/commands", json), CREATED, "VALIDATION");
        }
    }

    /// Fixes what is read from now on: those that were validated by now.
    void readValidated() {
        synchronized (births) {
            readable = List.copyOf(births.subList(0, Math.min(validated.get(), births.size())));
        }
    }

    private Birth any() {
        return readable.get(ThreadLocalRandom.current().nextInt(readable.size()));
    }

    void graphQl(Exchange exchange) throws IOException {
        UUID child = any().child();
        String json = "{\"query\":\"%s\",\"variables\":{\"id\":\"%s\"}}".formatted(QUERY, child);
        require(exchange, exchange.post(ZONE + "/graphql", json), OK, "Jansen");
    }

    void rest(Exchange exchange) throws IOException {
        UUID child = any().child();
        require(exchange, exchange.get(ZONE + "/objects/" + child + "/views/persoon"), OK, "Jansen");
    }

    void bare(Exchange exchange) throws IOException {
        require(exchange, exchange.get("/bench/events/" + any().event()), OK, "position");
    }

    private static void require(Exchange exchange, int status, int expected, String said) {
        if (status != expected || !exchange.body().contains(said)) {
            throw new BenchFailure("the node answered %d: %s".formatted(status, exchange.body()), null);
        }
    }
}
