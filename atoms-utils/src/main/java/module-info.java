import org.jspecify.annotations.NullMarked;

/** Utilities built on the public API of io.atoms.core alone; it holds nothing yet. */
@NullMarked
module io.atoms.utils {
    requires transitive io.atoms.core;
    requires static transitive org.jspecify;
}
