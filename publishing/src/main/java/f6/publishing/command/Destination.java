package f6.publishing.command;

import f6.publishing.command.Refused.Flaw;
import f6.publishing.document.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a redirect may lead (publishing-api, `RoutesAndRedirectsValidator::RedirectValidator`).
final class Destination {
    /// Whose sites may be led to, and those below them.
    private static final List<String> HOSTS = List.of(
            "gov.uk",
            "judiciary.uk",
            "nhs.uk",
            "ukri.org",
            "police.uk",
            "mil.uk",
            "protectuk.police.uk",
            "independent-inquiry.uk",
            "nationalhighways.co.uk");

    private static final Pattern LABEL = Pattern.compile("[a-z0-9-]*", Pattern.CASE_INSENSITIVE);
    private static final int MAX_LABEL = 63;

    private Destination() {}

    static List<Flaw> flaws(Map<String, @Nullable Object> redirect) {
        Optional<String> destination = Json.text(redirect.get("destination"));
        if (destination.isEmpty()) {
            return List.of(flaw("destination must be present", "redirect_destination_missing"));
        }
        List<Flaw> flaws = new ArrayList<>();
        if (destination.get().equals(redirect.get("path"))) {
            flaws.add(flaw("path cannot equal the destination", "redirect_path_equals_destination"));
        }
        try {
            URI target = new URI(destination.get());
            if ("preserve".equals(redirect.get("segments_mode"))) {
                if (target.getRawQuery() != null) {
                    flaws.add(flaw(
                            "cannot contain query parameters when the segments_mode is preserve",
                            "redirect_query_not_allowed_with_preserve"));
                }
                if (target.getRawFragment() != null) {
                    flaws.add(flaw(
                            "cannot contain a URL fragment when the segments_mode is preserve",
                            "redirect_fragment_not_allowed_with_preserve"));
                }
            }
            flaws.addAll(target.isAbsolute() || target.getRawAuthority() != null ? external(target) : internal(target));
        } catch (URISyntaxException e) {
            flaws.add(invalid());
        }
        return flaws;
    }

    private static List<Flaw> internal(URI target) {
        return EditionCheck.isAbsolutePath(target.getRawPath()) ? List.of() : List.of(invalid());
    }

    private static List<Flaw> external(URI target) {
        String host = target.getHost();
        if (host == null) {
            return List.of(flaw("external redirects must have a host", "redirect_external_missing_host"));
        }
        if (!"https".equals(target.getScheme())) {
            return List.of(flaw("external redirects must use https", "redirect_external_not_https"));
        }
        if (host.equals("gov.uk") || host.equals("www.gov.uk")) {
            return List.of(flaw("internal redirects must be a path", "redirect_external_govuk_should_be_internal"));
        }
        List<Flaw> flaws = new ArrayList<>();
        for (String label : host.split("\\.")) {
            if (label.length() > MAX_LABEL) {
                flaws.add(flaw("external subdomains are too long", "redirect_subdomain_too_long"));
            }
            if (label.startsWith("-")) {
                flaws.add(flaw(
                        "external subdomains cannot begin with a hyphen", "redirect_subdomain_starts_with_hyphen"));
            }
            if (!LABEL.matcher(label).matches()) {
                flaws.add(flaw("external subdomains have invalid characters", "redirect_subdomain_invalid_chars"));
            }
        }
        if (HOSTS.stream().noneMatch(allowed -> host.equals(allowed) || host.endsWith("." + allowed))) {
            flaws.add(flaw(
                    "external domains must be on the list of those allowed", "redirect_external_disallowed_domain"));
        }
        return flaws;
    }

    private static Flaw invalid() {
        return flaw("is not a valid redirect destination", "redirect_destination_invalid");
    }

    private static Flaw flaw(String error, String code) {
        return new Flaw("redirects", error, code);
    }
}
