import org.jspecify.annotations.NullMarked;

/** A query cache built on the public API of io.atoms.core alone; it holds nothing yet. */
@NullMarked
module io.atoms.query {
    requires transitive io.atoms.core;
    requires static transitive org.jspecify;
}
