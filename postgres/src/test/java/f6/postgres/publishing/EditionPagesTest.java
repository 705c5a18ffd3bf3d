package f6.postgres.publishing;

import static f6.postgres.publishing.Platform.guide;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import f6.eventstore.event.InvalidValue;
import f6.postgres.TestServer;
import f6.publishing.document.Edition.State;
import f6.publishing.view.Views.Edge;
import f6.publishing.view.Views.EditionsPage;
import f6.publishing.view.Views.EditionsQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class EditionPagesTest {
    private static final int EDITIONS = 7;
    private final Platform platform = Platform.on(TestServer.freshSchema());

    @BeforeEach
    void putEditions() {
        for (int i = 1; i <= EDITIONS; i++) {
            platform.put(i, guide("/" + i, "public_updated_at", "2020-01-0%dT00:00:00Z".formatted(1 + i / 3)));
        }
        platform.put(1, guide("/1", "public_updated_at", "2020-01-01T00:00:00Z"));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private EditionsPage page(String key, boolean descending, Optional<Edge> edge, boolean backward) {
        return platform.views.editions(new EditionsQuery(
                List.of("base_path"),
                key,
                descending,
                edge,
                backward,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Set.of(State.DRAFT, State.PUBLISHED, State.UNPUBLISHED),
                3));
    }

    private static List<@Nullable Object> paths(EditionsPage page) {
        return page.rows().stream().map(row -> row.get("base_path")).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "id, false",
        "id, true",
        "updated_at, false",
        "updated_at, true",
        "public_updated_at, false",
        "public_updated_at, true",
        "created_at, false",
        "created_at, true"
    })
    void forward_and_back_the_same_pages_are_met(String key, boolean descending) {
        List<List<@Nullable Object>> forward = new ArrayList<>();
        EditionsPage page = page(key, descending, Optional.empty(), false);
        assertThat(page.hasBefore()).isFalse();
        forward.add(paths(page));
        while (page.hasAfter()) {
            page = page(key, descending, page.last(), false);
            assertThat(page.hasBefore()).isTrue();
            forward.add(paths(page));
        }
        assertThat(forward.stream().flatMap(List::stream).toList())
                .hasSize(EDITIONS)
                .doesNotHaveDuplicates();
        List<List<@Nullable Object>> back = new ArrayList<>();
        back.add(paths(page));
        while (page.hasBefore()) {
            page = page(key, descending, page.first(), true);
            assertThat(page.hasAfter()).isTrue();
            back.addFirst(paths(page));
        }
        assertThat(back.stream().flatMap(List::stream).toList())
                .isEqualTo(forward.stream().flatMap(List::stream).toList());
    }

    @Test
    void the_key_orders_them() {
        assertThat(paths(page("updated_at", false, Optional.empty(), false))).containsExactly("/2", "/3", "/4");
        assertThat(paths(page("updated_at", true, Optional.empty(), false))).containsExactly("/1", "/7", "/6");
        assertThat(page("updated_at", true, Optional.empty(), false).first())
                .contains(new Edge("2026-01-01T00:08:08.123512Z", 2));
    }

    @Test
    void filters_leave_what_they_say() {
        platform.publish(3);
        platform.put(3, guide("/3", "document_type", "answer"));
        EditionsQuery answers = new EditionsQuery(
                List.of("base_path", "state"),
                "id",
                false,
                Optional.empty(),
                false,
                Set.of("answer", "manual"),
                Optional.of("en"),
                Optional.of("publisher"),
                Set.of(State.DRAFT),
                10);
        assertThat(paths(platform.views.editions(answers))).containsExactly("/3");
        assertThat(platform.views.editions(answers).hasAfter()).isFalse();
        assertThatThrownBy(() -> page("title", false, Optional.empty(), false)).isInstanceOf(InvalidValue.class);
    }
}
