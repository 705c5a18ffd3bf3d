package f6.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// What the figures were made on.
final class Machine {
    private static final long GIB = 1L << 30;
    private static final List<String> SERVER_SETTINGS = List.of(
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "shared_buffers",
            "max_wal_size",
            "checkpoint_timeout",
            "wal_level",
            "autovacuum",
            "jit",
            "max_connections");

    private Machine() {}

    static List<String> describe(Site site, List<String> products) {
        List<String> lines = new ArrayList<>();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        lines.add("machine     %d cores, %d GiB, %s %s, load %.1f at the start"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Math.round((double) system.getTotalMemorySize() / GIB),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        system.getSystemLoadAverage()));
        lines.add("Java        %s %s, heap %d MiB"
                .formatted(
                        System.getProperty("java.vm.name"),
                        Runtime.version(),
                        Runtime.getRuntime().maxMemory() >> 20));
        lines.add("PostgreSQL  " + site.texts("SHOW server_version").getFirst());
        for (String name : SERVER_SETTINGS) {
            lines.add("            %s = %s"
                    .formatted(name, site.texts("SHOW " + name).getFirst()));
        }
        products.forEach(product -> lines.add("beside      " + product));
        return lines;
    }
}
