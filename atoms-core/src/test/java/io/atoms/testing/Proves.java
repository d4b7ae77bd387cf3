package io.atoms.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the rules of the design ({@code R4}, {@code T2}) that a test proves. On a class it holds for all its tests.
 * {@code RuleCoverageTest} collects the citations.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Proves {
    /** The rules. */
    String[] value();
}
