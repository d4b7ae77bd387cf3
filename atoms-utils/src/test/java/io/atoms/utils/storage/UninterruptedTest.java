package io.atoms.utils.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UninterruptedTest {

    @TempDir
    Path folder;

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private void write(boolean interruptFirst) throws IOException {
        try (FileChannel channel =
                FileChannel.open(folder.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (interruptFirst) {
                Thread.currentThread().interrupt();
            }
            channel.write(ByteBuffer.wrap(new byte[10]), 0);
        }
    }

    @Test
    void interruptBefore_isKeptForAfterwards() throws Exception {
        Thread.currentThread().interrupt();
        boolean seen = Uninterrupted.call(() -> {
            write(false);
            return Thread.currentThread().isInterrupted();
        });
        assertThat(seen).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void interruptInTheMiddle_doesItAgain() throws Exception {
        AtomicInteger times = new AtomicInteger();
        Uninterrupted.call(() -> {
            write(times.incrementAndGet() <= 2);
            return times;
        });
        assertThat(times).hasValue(3);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void withoutInterrupt_setsNone_andPassesErrorsOn() throws Exception {
        assertThat(Uninterrupted.<Integer, IOException>call(() -> 7)).isEqualTo(7);
        assertThatThrownBy(() -> Uninterrupted.call(() -> {
                    throw new IOException("disk");
                }))
                .hasMessage("disk");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
