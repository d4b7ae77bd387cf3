package io.atoms.samples.folderstats;

/** Is told how a scan goes on. Called by the thread that scans. */
interface ScanListener {

    /** A listener that does nothing. */
    ScanListener NONE = new ScanListener() {};

    /** The folder is about to be listed: who watches it from now on misses no change. */
    default void entering(TreePath folder) {}

    /** A file was read. */
    default void read(TreePath file) {}

    /** Tells another listener too, after this one. */
    default ScanListener and(ScanListener other) {
        return new ScanListener() {
            @Override
            public void entering(TreePath folder) {
                ScanListener.this.entering(folder);
                other.entering(folder);
            }

            @Override
            public void read(TreePath file) {
                ScanListener.this.read(file);
                other.read(file);
            }
        };
    }
}
