'use strict';
{
  const place = document.getElementById('graphiql');
  const fetcher = GraphiQL.createFetcher({url: `/v1/${place.dataset.zone}/graphql`});
  ReactDOM.createRoot(place).render(React.createElement(GraphiQL, {
    fetcher,
    headers: '{"Authorization": "Bearer "}',
    defaultEditorToolsVisibility: 'headers',
    shouldPersistHeaders: false,
  }));
}
