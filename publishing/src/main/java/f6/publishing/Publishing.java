package f6.publishing;

import f6.eventstore.event.ObjectId;
import f6.eventstore.store.AppendCondition;
import f6.eventstore.store.AppendResult;
import f6.eventstore.store.EventStore;
import f6.eventstore.store.Query;
import f6.publishing.command.By;
import f6.publishing.command.Command;
import f6.publishing.command.Refused;
import f6.publishing.command.Stock;
import f6.publishing.command.Verdict;
import f6.publishing.document.DocumentKey;
import f6.publishing.schema.ContentSchemas;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A publishing platform: carries out commands, each as events or not at all.
public final class Publishing {
    /// Who loses so often to others is told; more attempts would only delay them.
    private static final int MAX_ATTEMPTS = 20;
    /// Commands of this node on one document wait for each other instead of losing.
    private static final int LANES = 64;

    private final EventStore store;
    private final Stock.Shelves shelves;
    private final ContentSchemas schemas;
    private final UnaryOperator<Object> rendered;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final Lock[] lanes = new Lock[LANES];

    /// @param shelves kept in step with the store
    /// @param rendered what can be rendered of the details of an edition
    /// @param ids of documents that the platform makes by itself
    public Publishing(
            EventStore store,
            Stock.Shelves shelves,
            ContentSchemas schemas,
            UnaryOperator<Object> rendered,
            Clock clock,
            Supplier<UUID> ids) {
        this.store = store;
        this.shelves = shelves;
        this.schemas = schemas;
        this.rendered = rendered;
        this.clock = clock;
        this.ids = ids;
        for (int i = 0; i < LANES; i++) {
            lanes[i] = new ReentrantLock();
        }
    }

    /// The shapes that content may have.
    public ContentSchemas schemas() {
        return schemas;
    }

    /// Carries out a command. Nothing is recorded of one that is refused.
    public Answer handle(Command command, By by) {
        Command.Reads reads = command.reads();
        Lock lane = lanes[Math.floorMod(reads.hashCode(), LANES)];
        lane.lock();
        try {
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                Stock stock = shelves.read(reads);
                switch (Verdict.of(command, stock, by, clock.instant(), ids, schemas, rendered)) {
                    case Verdict.Refusal(Refused refused) -> {
                        return new Answer.No(refused);
                    }
                    case Verdict.Accepted accepted
                    when accepted.events().isEmpty() -> {
                        return new Answer.Done(accepted.body(), stock.position());
                    }
                    case Verdict.Accepted accepted -> {
                        AppendCondition unchanged =
                                AppendCondition.noneMatchesAfter(boundary(reads, stock), stock.position());
                        switch (store.append(accepted.events(), unchanged)) {
                            case AppendResult.Appended appended -> {
                                return new Answer.Done(
                                        accepted.body(),
                                        appended.events().getLast().position());
                            }
                            case AppendResult.Refused refused -> {
                                return new Answer.No(Refused.of(409, refused.reason()));
                            }
                            case AppendResult.IdTaken taken -> throw new IllegalStateException("taken: " + taken.id());
                            case AppendResult.Conflict _ -> {
                                // Others came between: begin again with what they did.
                            }
                        }
                    }
                }
            }
            return new Answer.No(
                    Refused.of(409, "Others changed the same content %d times meanwhile".formatted(MAX_ATTEMPTS)));
        } finally {
            lane.unlock();
        }
    }

    /// Whatever happens to these would have been read.
    private static Query boundary(Command.Reads reads, Stock stock) {
        Set<ObjectId> objects = new LinkedHashSet<>();
        reads.documents().forEach(key -> objects.add(key.object()));
        stock.documents().values().forEach(document -> {
            objects.add(document.key().object());
            document.draft()
                    .flatMap(edition -> edition.basePath())
                    .ifPresent(path -> objects.add(DocumentKey.path(path)));
            document.current()
                    .flatMap(edition -> edition.basePath())
                    .ifPresent(path -> objects.add(DocumentKey.path(path)));
        });
        reads.paths().forEach(path -> objects.add(DocumentKey.path(path)));
        reads.linkSets().forEach(id -> objects.add(DocumentKey.content(id)));
        reads.aliases().forEach(name -> objects.add(DocumentKey.alias(name)));
        return Query.ofAnyObject(objects);
    }
}
