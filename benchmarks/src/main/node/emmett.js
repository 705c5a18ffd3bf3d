// @event-driven-io/emmett-postgresql: one event appended to a stream whose version the client knows.
import { getPostgreSQLEventStore } from "@event-driven-io/emmett-postgresql";
import { data, pool, run, samples, url } from "./load.js";

const connections = pool();
const store = getPostgreSQLEventStore(url, { connectionOptions: { pooled: true, pool: connections } });
await store.schema.migrate();

await run(() => {
  const next = samples();
  const versions = new Map();
  return async () => {
    const sample = next();
    const stream = `address-${sample.objects[0]}`;
    const result = await store.appendToStream(
      stream,
      [{ type: "AddressRegistered", data, metadata: sample.envelope }],
      { expectedStreamVersion: versions.get(stream) ?? 0n },
    );
    versions.set(stream, result.nextExpectedStreamVersion);
  };
});
await store.close();
await connections.end();
