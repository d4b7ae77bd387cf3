package io.atoms.samples.cookbook;

import static io.atoms.samples.cookbook.Uploads.CLEAR;
import static io.atoms.samples.cookbook.Uploads.FRACTION;
import static io.atoms.samples.cookbook.Uploads.SERVER;
import static io.atoms.samples.cookbook.Uploads.UPLOAD;
import static io.atoms.samples.cookbook.Uploads.UPLOADS;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoms.AtomStore;
import io.atoms.samples.cookbook.Uploads.File;
import io.atoms.samples.cookbook.Uploads.Upload;
import io.atoms.utils.Progress.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class UploadsTest {
    private final AtomStore store = AtomStore.create();
    private final List<String> sent = new ArrayList<>();
    private final Map<String, Sinks.Empty<Void>> waiting = new HashMap<>();

    @BeforeEach
    void start() {
        store.set(
                SERVER,
                Optional.of((file, chunk) -> Mono.defer(() -> {
                    sent.add(file + " " + chunk);
                    Sinks.Empty<Void> answer = Sinks.empty();
                    waiting.put(file, answer);
                    return answer.asMono();
                })));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Upload upload(String name, int chunks) {
        store.run(UPLOAD, new File(name, chunks)).subscribe(n -> {}, error -> {});
        List<Upload> all = store.get(UPLOADS);
        return all.get(all.size() - 1);
    }

    private void acknowledge(String name) {
        Objects.requireNonNull(waiting.remove(name)).tryEmitEmpty();
    }

    private Status status(Upload upload) {
        return store.get(upload.task().status());
    }

    @Test
    void chunks_areSentOneAfterTheOther() {
        Upload film = upload("film", 2);
        assertThat(sent).containsExactly("film 1");
        acknowledge("film");
        assertThat(store.get(film.task().fraction())).isEqualTo(0.5);
        acknowledge("film");

        assertThat(sent).containsExactly("film 1", "film 2");
        assertThat(status(film)).isEqualTo(Status.DONE);
    }

    @Test
    void fraction_isOfAllChunks() {
        assertThat(store.get(FRACTION)).isEqualTo(1.0);
        upload("film", 6);
        upload("photo", 2);
        acknowledge("film");
        assertThat(store.get(FRACTION)).isEqualTo(0.125);
        acknowledge("photo");
        assertThat(store.get(FRACTION)).isEqualTo(0.25);
    }

    @Test
    void cancel_stopsOne_andTheOtherGoesOn() {
        Upload film = upload("film", 6);
        Upload photo = upload("photo", 1);

        assertThat(store.run(film.task().cancel())).isTrue();
        acknowledge("film"); // too late
        acknowledge("photo");

        assertThat(sent).containsExactly("film 1", "photo 1");
        assertThat(status(film)).isEqualTo(Status.CANCELLED);
        assertThat(status(photo)).isEqualTo(Status.DONE);
        assertThat(store.get(FRACTION)).isEqualTo(1.0);
    }

    @Test
    void failed_stays_andCanBeStartedAgain() {
        Upload film = upload("film", 1);
        Objects.requireNonNull(waiting.get("film")).tryEmitError(new IOException("line cut"));
        assertThat(status(film)).isEqualTo(Status.FAILED);
        assertThat(store.run(CLEAR)).isZero();

        store.run(film.task().start(), film.file()).subscribe();
        acknowledge("film");
        assertThat(status(film)).isEqualTo(Status.DONE);
    }

    @Test
    void clear_takesAwayWhatHasEnded() {
        Upload film = upload("film", 6);
        upload("photo", 1);
        acknowledge("photo");
        Upload text = upload("text", 1);
        store.run(film.task().cancel());

        assertThat(store.run(CLEAR)).isEqualTo(2);
        assertThat(store.get(UPLOADS)).containsExactly(text);
    }

    @Test
    void closingTheStore_cancelsAll() {
        upload("film", 6);
        store.close();
        acknowledge("film");

        assertThat(sent).containsExactly("film 1");
    }
}
