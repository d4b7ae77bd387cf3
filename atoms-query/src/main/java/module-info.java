import org.jspecify.annotations.NullMarked;

/** A cache of server state, read through atoms. */
@NullMarked
module io.atoms.query {
    requires transitive io.atoms.core;
    requires transitive io.atoms.utils;
    requires static transitive org.jspecify;
    requires com.github.benmanes.caffeine;

    exports io.atoms.query;
    exports io.atoms.query.storage;

    // What is stored is a record of its own.
    opens io.atoms.query.storage to
            tools.jackson.databind;
}
