package f6.acceptance;

class PermitsInMemoryTest extends PermitScenarios {
    private final ZoneDriver zone = new InMemoryDriver("woudendijk/omgevingsvergunningen.yaml");

    @Override
    ZoneDriver zone() {
        return zone;
    }
}
