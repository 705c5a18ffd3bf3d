package f6.web.feed;

import f6.eventstore.event.Position;
import f6.eventstore.store.Query;
import f6.eventstore.store.RawEvent;
import f6.eventstore.store.ReadOptions;
import f6.eventstore.store.StoreFailure;
import f6.web.Requests;
import f6.web.event.EventText;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.function.ServerResponse;

/// Those who read along as events come, by Server-Sent Events. Each is served by a thread of its own that holds
/// one batch: who reads slowly is waited for, and what he has not read yet stays in the log.
final class Tails implements SmartLifecycle {
    /// Of a node at a time: each may hold a batch and a connection to a client.
    static final int MAX = 200;
    /// In seconds, when there is no place.
    private static final String RETRY_AFTER = "10";
    /// Then the client comes back, and is asked again who he is and what he may.
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final int BATCH = 100;
    /// Connections that are silent for longer are cut by what lies between.
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /// The longest that a stop waits for one that waits.
    private static final Duration SLICE = Duration.ofMillis(500);
    /// What a client is told to wait before it comes back.
    private static final byte[] BEGIN = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

    private static final byte[] SILENCE = ":\n\n".getBytes(StandardCharsets.UTF_8);
    private static final Logger LOG = LoggerFactory.getLogger(Tails.class);

    private final Semaphore places = new Semaphore(MAX);
    private volatile boolean running;

    /// @param after exclusive
    /// @param telling done when there is a place, before anything is told
    ServerResponse answer(Feed feed, Query query, Position after, Runnable telling) {
        Instant until = Requests.streamsUntil(LONGEST);
        if (!places.tryAcquire()) {
            ProblemDetail detail = ProblemDetail.forStatusAndDetail(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "%d read along already: try again later, or read pages".formatted(MAX));
            ErrorResponseException full = new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE, detail, null);
            full.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
            throw full;
        }
        Requests.orRelease(places, telling);
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build((_, response) -> {
                    try {
                        follow(feed, query, after, until, response);
                    } finally {
                        places.release();
                    }
                    return null;
                });
    }

    private void follow(Feed feed, Query query, Position after, Instant until, HttpServletResponse response) {
        try {
            OutputStream out = response.getOutputStream();
            EventText text = new EventText();
            text.put(BEGIN);
            send(text, out);
            Instant spoken = Instant.now();
            Position scanned = after;
            Position head = feed.log().head();
            while (running && Instant.now().isBefore(until)) {
                if (head.isAfter(scanned)) {
                    scanned = write(feed, query, scanned, head, text);
                }
                if (text.size() == 0 && Duration.between(spoken, Instant.now()).compareTo(HEARTBEAT) >= 0) {
                    text.put(SILENCE);
                }
                if (text.size() > 0) {
                    send(text, out);
                    spoken = Instant.now();
                }
                if (!head.isAfter(scanned) && feed.log().awaitBeyond(scanned, SLICE)) {
                    head = feed.log().head();
                }
            }
        } catch (IOException e) {
            LOG.debug("a reader of {} has gone: {}", feed.address(), e.getMessage());
        } catch (StoreFailure e) {
            LOG.warn("a reader of {} is sent away, to come back: {}", feed.address(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return up to where all that the query matches is written
    private static Position write(Feed feed, Query query, Position after, Position head, EventText text) {
        List<RawEvent> batch = feed.log()
                .readRaw(query, ReadOptions.FORWARD.after(after).limit(BATCH))
                .toList();
        for (RawEvent event : batch) {
            feed.events().writeMessage(event, text);
        }
        if (batch.isEmpty()) {
            return head;
        }
        Position last = batch.getLast().position();
        return batch.size() < BATCH && head.isAfter(last) ? head : last;
    }

    private static void send(EventText text, OutputStream out) throws IOException {
        text.writeTo(out);
        out.flush();
    }

    @Override
    public void start() {
        running = true;
    }

    /// Before the web server waits for its requests to end, of which tails are some: this is of the last phase,
    /// which is stopped first.
    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
