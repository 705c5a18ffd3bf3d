package f6.web;

/// How a node offers GraphQL.
///
/// @param introspection whether a request may ask for the schema
/// @param page whether there is a page to write requests on, at `/graphiql`: for development
public record GraphQlSettings(boolean introspection, boolean page) {}
