import org.jspecify.annotations.NullMarked;

/** Atoms, the store and the graph engine. */
@NullMarked
module io.atoms.core {
    requires transitive reactor.core;
    requires static transitive org.jspecify;
    requires org.reactivestreams;

    exports io.atoms;
    exports io.atoms.inspect;
}
