package io.atoms.samples;

import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What a sample program has of its surroundings, so that a test can run it inside its own process.
 *
 * @param out where results go
 * @param err where messages and progress go
 * @param interactive whether a person is looking on, so that a line may be written over
 * @param currentFolder what a relative path starts from
 */
public record SampleContext(PrintStream out, PrintStream err, boolean interactive, Path currentFolder) {}
