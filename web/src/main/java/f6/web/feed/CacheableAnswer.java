package f6.web.feed;

import f6.web.event.CloudEvents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// What a cache has to know of an answer (RFC 9110, RFC 9111, RFC 8246), whichever coding it then has.
///
/// @param tag of the body as it is; compressed it has another, since its bytes are others (RFC 9110 §8.8.3)
/// @param full whether it never changes
record CacheableAnswer(String tag, boolean full, MediaType type, List<String> links) {
    /// For who asks alone: what is said of people is not for a cache that others share.
    static final String CHANGES = "private, no-cache";

    private static final String NEVER_CHANGES = "private, max-age=31536000, immutable";
    private static final MediaType BATCH =
            new MediaType(MediaType.valueOf(CloudEvents.BATCH_MEDIA_TYPE), StandardCharsets.UTF_8);
    private static final String GZIP = "gzip";
    /// In bytes, between the compression and the connection.
    private static final int BUFFER = 1 << 15;

    static CacheableAnswer events(String tag, boolean full, List<String> links) {
        return new CacheableAnswer(tag, full, BATCH, links);
    }

    /// @param packed keeps full bodies compressed
    /// @param telling done before a body is told, if one is
    ServerResponse answer(ServerRequest request, Writing body, PackedPages packed, Runnable telling) {
        boolean compress = takesGzip(request);
        String own = "\"" + tag + (compress ? "-" + GZIP : "") + "\"";
        ServerResponse.BodyBuilder answer = ServerResponse.status(isKnown(request, own) ? 304 : 200)
                .header(HttpHeaders.ETAG, own)
                .header(HttpHeaders.CACHE_CONTROL, full ? NEVER_CHANGES : CHANGES)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (!links.isEmpty()) {
            answer.header(HttpHeaders.LINK, String.join(", ", links));
        }
        if (isKnown(request, own)) {
            return answer.build();
        }
        answer.contentType(type);
        if (compress) {
            answer.header(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            return answer.build();
        }
        telling.run();
        byte[] before = packed.get(tag);
        if (before != null && compress) {
            return answer.contentLength(before.length).build((_, response) -> {
                response.getOutputStream().write(before);
                return null;
            });
        }
        if (before != null) { // to unpack it is less work than to ask the database again
            return answer.build((_, response) -> {
                try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(before), BUFFER)) {
                    unpacked.transferTo(response.getOutputStream());
                }
                return null;
            });
        }
        return answer.build((_, response) -> {
            if (compress) {
                pack(body, response.getOutputStream(), packed);
            } else {
                body.to(response.getOutputStream());
            }
            return null;
        });
    }

    private void pack(Writing body, OutputStream out, PackedPages packed) throws IOException {
        Copy copy = new Copy(out);
        try (GZIPOutputStream packing = new Fast(copy)) {
            body.to(packing);
        }
        if (full && copy.isWhole()) {
            packed.put(tag, copy.written.toByteArray());
        }
    }

    /// A page is compressed once, while somebody waits for it.
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /// Keeps what it passes on, up to a size.
    private static final class Copy extends OutputStream {
        private final OutputStream out;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream(BUFFER);
        private long size;

        Copy(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            size += length;
            if (isWhole()) {
                written.write(bytes, from, length);
            }
        }

        boolean isWhole() {
            return size <= PackedPages.MAX_PAGE;
        }
    }

    /// Of `If-None-Match`; how strong a tag there is does not count (RFC 9110 §13.1.2).
    private static boolean isKnown(ServerRequest request, String own) {
        return request.headers().header(HttpHeaders.IF_NONE_MATCH).stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals(own) || tag.equals("*"));
    }

    /// Whether `Accept-Encoding` names gzip and does not rule it out.
    private static boolean takesGzip(ServerRequest request) {
        return request.headers().header(HttpHeaders.ACCEPT_ENCODING).stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(coding -> coding.replace(" ", "").toLowerCase(Locale.ROOT))
                .anyMatch(coding -> coding.equals(GZIP)
                        || (coding.startsWith(GZIP + ";q=") && !coding.matches("gzip;q=0(\\.0*)?")));
    }
}
