package io.atoms.samples.folderstats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** What the scanner asks of a file system. A test puts a faulty one in its place. */
interface Disk {

    /** The file system of the machine. */
    Disk REAL = new Disk() {};

    /** Something in a folder; symbolic links and special files are neither file nor folder. */
    record Entry(Path name, boolean isFile, boolean isFolder) {}

    /** What is in the folder, in no order. */
    default List<Entry> list(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                add(path, entries);
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return entries;
    }

    /** Opens a file to read it once. */
    default InputStream open(Path file) throws IOException {
        return Files.newInputStream(file);
    }

    private static void add(Path path, List<Entry> entries) throws IOException {
        try {
            // Links are not followed: they may lead in a circle, or out of the folder.
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            entries.add(new Entry(path.getFileName(), attributes.isRegularFile(), attributes.isDirectory()));
        } catch (NoSuchFileException gone) {
            // Deleted since the folder was opened: not in it any more.
        }
    }
}
