package io.atoms.samples.folderstats;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was read from the disk and is to be written to the atoms in one commit.
 *
 * <p><b>Threads.</b> For one thread at a time.
 *
 * @param listings the folders that were listed
 * @param files the files that were read
 */
record FolderChanges(Map<TreePath, FolderListing> listings, Map<TreePath, FileFacts> files) {

    FolderChanges() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>());
    }
}
