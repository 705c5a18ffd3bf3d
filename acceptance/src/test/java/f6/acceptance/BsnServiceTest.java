package f6.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import f6.contracts.Effort;
import f6.contracts.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The service that assigns citizen service numbers, killed again and again: every child has one number, and no
/// other child has it.
class BsnServiceTest {
    private static final Duration AT_MOST = Duration.ofMinutes(5);
    /// Long enough for a service to start and do some of its work.
    private static final int LONGEST_LIFE_MILLIS = 5_000;

    private static Process service(StartedNode node) {
        return StartedNode.f6(
                node.data(),
                "bsn",
                "--node",
                node.address().toString(),
                "--data",
                node.data().toString(),
                "--events",
                "5",
                "--lease",
                "2");
    }

    @Test
    void every_child_has_one_number_of_its_own_however_often_the_service_is_killed() throws Exception {
        int births = Effort.BIRTHS.count();
        int kills = Effort.SERVICE_KILLS.count();
        Random random = new Random(Seed.print("bsn service"));
        try (StartedNode node = StartedNode.start(StartedNode.freshFolder())) {
            Api registry = new Api(node, "burgerlijke-stand", "ambtenaar");
            Births registered = new Births(registry);
            List<String> children = new ArrayList<>();
            AtomicInteger killed = new AtomicInteger();
            AtomicInteger inTheMiddle = new AtomicInteger();
            Thread killer = Thread.ofPlatform().start(() -> {
                while (killed.get() < kills) {
                    List<Process> services = new ArrayList<>(List.of(service(node)));
                    if (random.nextInt(4) == 0) {
                        services.add(service(node)); // two at once must do no harm either
                    }
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS))
                            .toNanos());
                    for (Process one : services) {
                        if (one.isAlive()) {
                            inTheMiddle.incrementAndGet();
                        }
                        one.destroyForcibly();
                        var _ = killed.incrementAndGet();
                    }
                }
            });
            // Born as long as the service is killed: each of its lives has something to do.
            for (int i = 0; i < births; i++) {
                int due = i;
                Births.until(
                        AT_MOST.multipliedBy(3),
                        () -> killed.get() >= (long) due * kills / births || !killer.isAlive());
                children.add(registered.validated());
            }
            killer.join();
            assertThat(inTheMiddle.get()).as("killed while it ran").isPositive();

            Process last = service(node);
            try {
                Map<String, Integer> left = new HashMap<>();
                children.forEach(child -> left.put(child, 0));
                Births.until(AT_MOST, () -> {
                    left.keySet().removeIf(child -> number(registry, child) != null);
                    return left.isEmpty();
                });
            } finally {
                last.destroyForcibly();
            }
            assertEachHasOneOfItsOwn(registry, children);
            Effort.report(
                    "%d births, the BSN service killed %d times (seed above): each child one number, all different"
                            .formatted(births, killed.get()));
        }
    }

    private static @Nullable String number(Api registry, String child) {
        JsonNode said = registry.get("/objects/" + child + "/views/persoon").ok(200);
        return said.has("burgerservicenummer") ? said.at("/burgerservicenummer").asString() : null;
    }

    private static void assertEachHasOneOfItsOwn(Api registry, List<String> children) {
        Set<String> numbers = new HashSet<>();
        for (String child : children) {
            String number = number(registry, child);
            assertThat(passesTheElevenTest(number)).as(number).isTrue();
            assertThat(numbers.add(number)).as("%s is given once", number).isTrue();
            List<JsonNode> inForce = registry.get("/objects/" + child + "/history")
                    .ok(200)
                    .valueStream()
                    .filter(deed -> deed.at("/act").asString().equals("CLAIMED")
                            && deed.at("/event/eventType").asString().equals("BsnToegekend")
                            && deed.at("/inForce").asBoolean())
                    .toList();
            assertThat(inForce).as("numbers in force of " + child).hasSize(1);
        }
    }

    /// Wet algemene bepalingen burgerservicenummer, Logisch Ontwerp: 9a+8b+7c+6d+5e+4f+3g+2h-i is a multiple of
    /// 11.
    private static boolean passesTheElevenTest(String number) {
        int sum = -(number.charAt(8) - '0');
        for (int i = 0; i < 8; i++) {
            sum += (9 - i) * (number.charAt(i) - '0');
        }
        return number.length() == 9 && sum % 11 == 0 && !number.equals("000000000");
    }
}
