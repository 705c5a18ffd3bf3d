package f6.postgres;

/// What was looked at, and whether it is as it must be.
///
/// @param name what must hold, in words
/// @param holds whether it does
/// @param found in words: how much was looked at, or what is wrong and where
public record Check(String name, boolean holds, String found) {}
