import org.jspecify.annotations.NullMarked;

/** Utilities built on the public API of io.atoms.core alone. */
@NullMarked
module io.atoms.utils {
    requires transitive io.atoms.core;
    requires static transitive org.jspecify;
    requires transitive com.github.benmanes.caffeine;

    exports io.atoms.utils;
}
