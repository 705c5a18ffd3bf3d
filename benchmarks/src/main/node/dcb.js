// @dcb-es/event-store-postgres: one event under a condition on each of its tags after the position the client knew.
import { Query, SequencePosition, Tags } from "@dcb-es/event-store";
import { PostgresEventStore } from "@dcb-es/event-store-postgres";
import { data, pool, run, samples } from "./load.js";

const TYPE = "AddressRegistered";
const connections = pool();
const store = new PostgresEventStore({ pool: connections });
await store.ensureInstalled();
const head = await connections.query("SELECT coalesce(max(sequence_position), 0)::text AS head FROM events");

await run(() => {
  const next = samples();
  let known = SequencePosition.fromString(head.rows[0].head);
  return async () => {
    const sample = next();
    const tags = sample.objects.map((id) => `address=${id}`);
    known = await store.append({
      events: { type: TYPE, tags: Tags.from(tags), data, metadata: sample.envelope },
      condition: {
        failIfEventsMatch: Query.fromItems(tags.map((tag) => ({ types: [TYPE], tags: Tags.from([tag]) }))),
        after: known,
      },
    });
  };
});
await connections.end();
