import org.jspecify.annotations.NullMarked;

/** Utilities built on the public API of io.atoms.core alone. */
@NullMarked
module io.atoms.utils {
    requires transitive io.atoms.core;
    requires static transitive org.jspecify;
    requires transitive com.github.benmanes.caffeine;
    requires transitive tools.jackson.databind;
    requires com.h2database.mvstore;

    // For BeanBridge and FxBridge alone: who uses them requires these, too. JavaFX is not transitive, or javac would
    // ask
    // every module that requires this one for it.
    requires static transitive java.desktop;
    requires static javafx.base;

    exports io.atoms.utils;
    exports io.atoms.utils.storage;
}
