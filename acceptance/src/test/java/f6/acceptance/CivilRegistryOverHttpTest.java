package f6.acceptance;

class CivilRegistryOverHttpTest extends CivilRegistryScenarios {
    @Override
    protected ZoneDriver driver() {
        return new HttpDriver(StartedNode.shared());
    }
}
