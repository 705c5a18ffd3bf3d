package f6.web;

import f6.eventstore.event.Source;
import f6.zone.accountability.AuditLog.Action;
import f6.zone.accountability.AuditLog.Outcome;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/// Begins to account for what a request reads, and records who did what at the addresses by which a zone is
/// managed, and how it ended. Taking delivery is not managing. Of what changes nothing, only looks into the audit
/// are recorded.
final class ManagementAudit extends OncePerRequestFilter {
    private static final Pattern MANAGEMENT =
            Pattern.compile("/v1/([a-z0-9-]{1,50})/(definitions|subscriptions|audit)(/.*)?");
    private static final Pattern DELIVERY = Pattern.compile("/[^/]+/(pull|ack|nack)");
    private static final Set<String> LOOKS = Set.of("GET", "HEAD");
    private static final String AUDIT = "audit";

    private static final Logger LOG = LoggerFactory.getLogger(ManagementAudit.class);

    private final Accountability accountability;
    private final Set<String> zones;

    /// @param zones those that there are: what is asked of others is nobody's
    ManagementAudit(Accountability accountability, Set<String> zones) {
        this.accountability = accountability;
        this.zones = zones;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        accountability.begin(request);
        Matcher path = MANAGEMENT.matcher(request.getServletPath());
        boolean recorded = path.matches()
                && zones.contains(path.group(1))
                && !(path.group(3) != null && DELIVERY.matcher(path.group(3)).matches())
                && (!LOOKS.contains(request.getMethod()) || path.group(2).equals(AUDIT));
        if (!recorded) {
            chain.doFilter(request, response);
            return;
        }
        Source source = Access.source();
        int status = HttpStatus.INTERNAL_SERVER_ERROR.value();
        try {
            chain.doFilter(request, response);
            status = response.getStatus();
        } finally {
            record(new Action(
                    accountability.clock().instant(),
                    path.group(1),
                    source,
                    request.getMethod() + " " + path.group(2),
                    path.group(3) == null ? "" : path.group(3),
                    outcome(status)));
        }
    }

    private void record(Action action) {
        try {
            accountability.actions().record(action);
        } catch (RuntimeException e) {
            LOG.error("could not record an action: {}", action, e);
        }
    }

    private static Outcome outcome(int status) {
        if (status >= HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            return Outcome.FAILED;
        }
        return status >= HttpStatus.BAD_REQUEST.value() ? Outcome.REFUSED : Outcome.DONE;
    }
}
