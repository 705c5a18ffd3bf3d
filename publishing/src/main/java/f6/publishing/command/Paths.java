package f6.publishing.command;

import f6.publishing.document.Happened;
import f6.publishing.document.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who has a path, and who intends to publish there.
final class Paths {
    private Paths() {}

    /// @throws Refused.Exit unless an application may have a path
    static void requireReservable(Deciding deciding, String path, String publishingApp) {
        List<Refused.Flaw> flaws = new ArrayList<>(EditionCheck.pathFlaws("base_path", path));
        deciding.reservation(path)
                .filter(owner -> !owner.equals(publishingApp))
                .ifPresent(owner -> flaws.add(new Refused.Flaw(
                        "base_path", "is already reserved by %s".formatted(owner), "base_path_already_in_use")));
        if (!flaws.isEmpty()) {
            throw new Refused.Exit(Refused.invalid(flaws));
        }
    }

    private static String app(Map<String, @Nullable Object> payload) {
        return Json.text(payload.get("publishing_app"))
                .orElseThrow(() -> new Refused.Exit(Refused.invalid(
                        List.of(new Refused.Flaw("publishing_app", "can't be blank", "publishing_app_missing")))));
    }

    static Map<String, @Nullable Object> reserve(Deciding deciding, Command.ReservePath command) {
        String app = app(command.payload());
        Object override = command.payload().get("override_existing");
        boolean overrides = Boolean.TRUE.equals(override) || "true".equals(override);
        Optional<String> owner = deciding.reservation(command.basePath());
        if (!overrides || owner.isEmpty()) {
            requireReservable(deciding, command.basePath(), app);
        }
        deciding.reserve(command.basePath(), app, deciding.command(command));
        return command.payload();
    }

    static Map<String, @Nullable Object> unreserve(Deciding deciding, Command.UnreservePath command) {
        String path = command.basePath();
        String owner = deciding.reservation(path)
                .orElseThrow(() -> new Refused.Exit(Refused.of(404, "%s is not reserved".formatted(path))));
        if (!owner.equals(command.payload().get("publishing_app"))) {
            throw new Refused.Exit(
                    Refused.unprocessable("%s is reserved by %s".formatted(path, owner), "base_path_already_in_use"));
        }
        deciding.free(path, deciding.command(command));
        return command.payload();
    }

    static Map<String, @Nullable Object> putIntent(Deciding deciding, Command.PutPublishIntent command) {
        String app = app(command.payload());
        requireReservable(deciding, command.basePath(), app);
        if (deciding.reservation(command.basePath()).isEmpty()) {
            deciding.reserve(command.basePath(), app, Map.of());
        }
        Map<String, @Nullable Object> data = deciding.command(command);
        deciding.intent(Happened.PUBLISH_INTENT_PUT, command.basePath(), data);
        return command.payload();
    }

    static Map<String, @Nullable Object> deleteIntent(Deciding deciding, Command.DeletePublishIntent command) {
        if (!deciding.hasIntent(command.basePath())) {
            throw new Refused.Exit(new Refused(404, new LinkedHashMap<>()));
        }
        deciding.intent(Happened.PUBLISH_INTENT_DELETED, command.basePath(), deciding.command(command));
        return new LinkedHashMap<>();
    }
}
