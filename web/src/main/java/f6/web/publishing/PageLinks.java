package f6.web.publishing;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where the other pages of an answer are.
final class PageLinks {
    private PageLinks() {}

    /// By number: the address of the request, its `&page=` left out and another put at its end.
    static List<Map<String, String>> numbered(String url, int page, int pages) {
        String base = url.replaceAll("&page=[0-9]*", "");
        List<Map<String, String>> links = new ArrayList<>();
        if (page > 1) {
            links.add(link(base + "&page=" + (page - 1), "previous"));
        }
        if (page < pages) {
            links.add(link(base + "&page=" + (page + 1), "next"));
        }
        links.add(link(base + "&page=" + page, "self"));
        return links;
    }

    /// By the keys where this page begins and ends.
    ///
    /// @param before the page before this one, if there is one
    /// @param after the page behind it
    static List<Map<String, String>> keyed(String url, Optional<String> before, Optional<String> after) {
        List<Map<String, String>> links = new ArrayList<>();
        after.ifPresent(key -> links.add(link(with(url, "after", key), "next")));
        links.add(link(url, "self"));
        before.ifPresent(key -> links.add(link(with(url, "before", key), "previous")));
        return links;
    }

    private static Map<String, String> link(String href, String rel) {
        Map<String, String> link = new LinkedHashMap<>();
        link.put("href", href);
        link.put("rel", rel);
        return link;
    }

    /// The query is written anew, as a form is: in the order in which its names first came.
    private static String with(String url, String name, String value) {
        int begin = url.indexOf('?');
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (begin >= 0) {
            for (String pair : url.substring(begin + 1).split("&")) {
                int equals = pair.indexOf('=');
                String key = decoded(equals < 0 ? pair : pair.substring(0, equals));
                if (!key.isEmpty() && !key.equals("before") && !key.equals("after")) {
                    query.computeIfAbsent(key, _ -> new ArrayList<>())
                            .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
                }
            }
        }
        query.put(name, List.of(value));
        return (begin < 0 ? url : url.substring(0, begin)) + "?"
                + query.entrySet().stream()
                        .flatMap(entry ->
                                entry.getValue().stream().map(each -> encoded(entry.getKey()) + "=" + encoded(each)))
                        .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
