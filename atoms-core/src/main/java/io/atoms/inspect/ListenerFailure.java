package io.atoms.inspect;

/**
 * An error thrown by user code that ran after a commit.
 *
 * @param source what threw: {@code listener of count}, {@code effect}, {@code cleanup of effect}, {@code mount of
 *     count}, ...
 * @param error the error
 */
public record ListenerFailure(String source, Throwable error) {}
