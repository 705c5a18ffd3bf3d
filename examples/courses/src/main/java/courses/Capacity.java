package courses;

/// How many students a course takes.
public record Capacity(int amount, Unit unit) {
    public enum Unit {
        SEATS(1),
        /// A workplace that two students share.
        WORKPLACES(2);

        private final int students;

        Unit(int students) {
            this.students = students;
        }
    }

    public Capacity {
        if (amount < 1) {
            throw new IllegalArgumentException("a course takes at least one student, not " + amount);
        }
    }

    public static Capacity seats(int amount) {
        return new Capacity(amount, Unit.SEATS);
    }

    public int students() {
        return amount * unit.students;
    }
}
