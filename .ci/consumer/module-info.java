/** A shelf of books. Added to the program's source for the module path. */
module shelf {
    requires io.atoms.core;
    requires io.atoms.utils;
    requires io.atoms.query;

    // Books are stored as JSON.
    opens shelf to
            tools.jackson.databind;
}
