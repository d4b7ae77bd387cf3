package io.atoms.utils.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What all that is stored in files does with them: writes, replaces and forces them, and sets them aside. */
final class Disk {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    private Disk() {}

    /**
     * Writes a file and forces it to the disk.
     *
     * @param how whether it must be there or must not
     */
    static void write(Path file, byte[] bytes, OpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, how)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Moves a file to the place of another one, at once. It is safe when the folder was forced. */
    static void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes the moves of files in the folder safe. Not every system can, or needs to, force a folder. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            // Windows
        }
    }

    /** A name beside the file that nobody has, under which it may be set aside: {@code x.damaged-20261121T101500-1}. */
    static Path freeAside(Path file) {
        String time = timeInNames();
        for (int n = 1; ; n++) {
            Path aside = file.resolveSibling(file.getFileName() + ".damaged-" + time + "-" + n);
            if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
                return aside;
            }
        }
    }

    /** The present time as it stands in the names of what was set aside, in UTC. */
    static String timeInNames() {
        return LocalDateTime.now(ZoneOffset.UTC).format(TIME);
    }
}
