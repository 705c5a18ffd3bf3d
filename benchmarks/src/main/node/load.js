// Clients that call as fast as they are answered; prints what they reached as one JSON object.
import { randomUUID } from "node:crypto";
import pg from "pg";

const clients = Number(process.env.BENCH_CLIENTS);
const warmUp = Number(process.env.BENCH_WARM_UP_MS);
const measured = Number(process.env.BENCH_MS);
const OBJECTS_PER_CLIENT = 1000;
const MOST_CONNECTIONS = 64;

export const url = process.env.BENCH_URL;
export const data = JSON.parse(process.env.BENCH_DATA);

export const pool = () => new pg.Pool({ connectionString: url, max: Math.max(1, Math.min(clients, MOST_CONNECTIONS)) });

// Events like those of all competitors: one to three of the client's own objects in turn.
export const samples = () => {
  const own = Array.from({ length: OBJECTS_PER_CLIENT }, () => randomUUID());
  let count = 0;
  return () => {
    const number = count++;
    const objects = [];
    for (let i = 0; i <= number % 3; i++) objects.push(own[(number + i * 331) % OBJECTS_PER_CLIENT]);
    return {
      objects,
      envelope: {
        occurred_at: new Date().toISOString(),
        event_version: "1",
        event_kind: "FACT",
        source_id: "00000000-4006-4006-8000-000080068006",
        source_type: "registrar",
        object_ids: objects,
      },
    };
  };
};

const percentile = (sorted, share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];

// client() makes a function that stores one event and resolves when it is stored.
// Without clients nothing is run: the tables are made, that is all.
export const run = async (client) => {
  if (clients === 0) return;
  const calls = Array.from({ length: clients }, client);
  const from = performance.now() + warmUp;
  const until = from + measured;
  const times = [];
  let answered = 0;
  await Promise.all(
    calls.map(async (call) => {
      let start = performance.now();
      while (start < until) {
        await call();
        const end = performance.now();
        // The last ones end later; without them the slowest would be left out.
        if (end >= from) times.push(end - start);
        if (end >= from && end <= until) answered++;
        start = end;
      }
    }),
  );
  times.sort((a, b) => a - b);
  process.stdout.write(
    JSON.stringify({
      rate: (answered * 1000) / measured,
      p50: percentile(times, 0.5),
      p99: percentile(times, 0.99),
    }) + "\n",
  );
};
