package f6.benchmarks;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// One thing measured, beside what it is compared with.
///
/// @param name stays the same from run to run
/// @param compares what with what, in a sentence
/// @param value of F6, in the unit
/// @param reference the other's, in the same unit; null when there is none
/// @param required what the ratio must be; null when it is only reported
record Measure(
        String name,
        String compares,
        double value,
        String unit,
        @Nullable Double reference,
        @Nullable Bound required) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /// A bound on a ratio.
    ///
    /// @param ratio the least where more is better, the greatest where less is
    record Bound(double ratio, boolean least) {
        static Bound atLeast(double ratio) {
            return new Bound(ratio, true);
        }

        static Bound atMost(double ratio) {
            return new Bound(ratio, false);
        }

        private boolean holds(double actual) {
            return least ? actual >= ratio : actual <= ratio;
        }

        @Override
        public String toString() {
            return (least ? ">= " : "<= ") + Figures.of(ratio);
        }
    }

    /// Value divided by reference.
    @Nullable
    Double ratio() {
        return reference == null ? null : value / reference;
    }

    /// Null when nothing is required.
    @Nullable
    Boolean pass() {
        Double ratio = ratio();
        return (required == null || ratio == null) ? null : required.holds(ratio);
    }

    boolean failed() {
        return Boolean.FALSE.equals(pass());
    }

    /// On one line.
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeStringProperty("name", name);
            number(out, "value", value);
            out.writeStringProperty("unit", unit);
            number(out, "reference", reference);
            number(out, "ratio", ratio());
            number(out, "required", required == null ? null : required.ratio());
            Boolean pass = pass();
            if (pass == null) {
                out.writeNullProperty("pass");
            } else {
                out.writeBooleanProperty("pass", pass);
            }
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void number(JsonGenerator out, String member, @Nullable Double value) {
        if (value == null) {
            out.writeNullProperty(member);
        } else {
            out.writeNumberProperty(member, Math.round(value * 10_000) / 10_000.0);
        }
    }
}
