'use strict';
// Runs the audit suite of GraphQL over HTTP against a server; prints its counts, and each audit that is not passed.
const {serverAudits} = require('graphql-http');

const [url, token] = process.argv.slice(2);
const fetchFn = (address, options = {}) =>
  fetch(address, {...options, headers: {...options.headers, authorization: `Bearer ${token}`}});

(async () => {
  const counts = {ok: 0, notice: 0, warn: 0, error: 0};
  for (const audit of serverAudits({url, fetchFn})) {
    const result = await audit.fn();
    counts[result.status]++;
    if (result.status !== 'ok') {
      console.log(`${result.status} ${audit.id} ${audit.name}: ${result.reason}`);
    }
  }
  console.log(`audits: ${JSON.stringify(counts)}`);
})();
