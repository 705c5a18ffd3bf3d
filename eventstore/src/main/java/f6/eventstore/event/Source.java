package f6.eventstore.event;

import java.util.UUID;

/// Who is answerable for an event: the id for audits, the type for authority (`burger`, `ouder`, `ambtenaar`).
public record Source(UUID id, String type) {
    public static final int MAX_TYPE_LENGTH = 100;

    public Source {
        Texts.requireName("source type", type, MAX_TYPE_LENGTH);
    }
}
