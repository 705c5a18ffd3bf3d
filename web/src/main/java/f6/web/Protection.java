package f6.web;

/// How a node guards itself.
///
/// @param requestsPerSecond that one source may send
/// @param boundTokens whether a token counts only from the client to whose certificate it is bound (RFC 8705 §3)
public record Protection(int requestsPerSecond, boolean boundTokens) {}
