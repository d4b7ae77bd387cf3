package io.atoms.samples.folderstats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The real disk, but for paths that may not be read. Permissions would not do: they do not bind root. */
final class FaultyDisk implements Disk {

    private final Set<Path> denied = ConcurrentHashMap.newKeySet();

    FaultyDisk deny(Path path) {
        denied.add(path);
        return this;
    }

    void allow(Path path) {
        denied.remove(path);
    }

    @Override
    public List<Entry> list(Path folder) throws IOException {
        check(folder);
        return Disk.super.list(folder);
    }

    @Override
    public InputStream open(Path file) throws IOException {
        check(file);
        return Disk.super.open(file);
    }

    private void check(Path path) throws IOException {
        if (denied.contains(path)) {
            throw new AccessDeniedException(path.toString());
        }
    }
}
