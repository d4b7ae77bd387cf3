package io.atoms.samples.folderstats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the facts of one file. */
final class FileReader {

    /** As git does: a file is binary if one of its first 8,000 bytes is zero. */
    private static final int BINARY_CHECK = 8_000;

    private static final int BUFFER = 1 << 16;

    private final Disk disk;

    FileReader(Disk disk) {
        this.disk = disk;
    }

    /** The facts, which may be that it cannot be read; null if there is no such file any more. */
    @Nullable
    FileFacts read(Path file) {
        try (InputStream in = disk.open(file)) {
            return read(in);
        } catch (NoSuchFileException gone) {
            return null;
        } catch (IOException failure) {
            return FileFacts.unreadable(reason(failure));
        }
    }

    /** Why a file or folder could not be read, in words for a person. */
    static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    private static FileFacts read(InputStream in) throws IOException {
        byte[] buffer = in.readNBytes(BINARY_CHECK);
        int length = buffer.length;
        for (byte b : buffer) {
            if (b == 0) {
                return FileFacts.BINARY;
            }
        }
        long bytes = 0;
        long lines = 0;
        byte last = '\n';
        while (length > 0) {
            bytes += length;
            lines += newlines(buffer, length);
            last = buffer[length - 1];
            buffer = buffer.length < BUFFER ? new byte[BUFFER] : buffer;
            length = in.read(buffer);
        }
        return FileFacts.text(last == '\n' ? lines : lines + 1, bytes);
    }

    private static int newlines(byte[] bytes, int length) {
        int count = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                count++;
            }
        }
        return count;
    }
}
