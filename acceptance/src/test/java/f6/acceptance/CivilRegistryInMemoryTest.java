package f6.acceptance;

class CivilRegistryInMemoryTest extends CivilRegistryScenarios {
    @Override
    protected ZoneDriver driver() {
        return new InMemoryDriver();
    }
}
