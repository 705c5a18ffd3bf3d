package f6.postgres;

class TwoNodesRacesTest extends TwoNodesRaces {}
