/**
 * What git leaves out: the patterns of {@code .gitignore} files.
 *
 * <p>Written here, and not taken from a library, because none fits. JGit's matcher comes with 3.3 MB and three more
 * libraries. {@code nl.basjes.gitignore:gitignore-reader} needs SLF4J, and from 2.0 on Kotlin's 1.7 MB; version 1.14.1
 * answers other than git for {@code a+b}, {@code a{b}}, {@code a|b}, {@code [a,b].txt}, {@code [[:digit:]]x}, and for
 * {@code foo/} followed by {@code !foo/}.
 */
@NullMarked
package io.atoms.samples.gitignore;

import org.jspecify.annotations.NullMarked;
