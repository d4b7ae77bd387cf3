package io.atoms.samples.snippets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atoms.utils.storage.Codec;
import io.atoms.utils.storage.JacksonCodec;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ObjectNode;

/** The snippets of {@code docs/utilities/jackson-codec.md}. */
final class JacksonCodecSnippets {
    private JacksonCodecSnippets() {}

    // tag::types
    sealed interface Task {
        record Note(String text) implements Task {}

        record Deadline(String text, LocalDate day, Optional<String> place) implements Task {}
    }
    // end::types

    static void sealed(PrintStream out) throws Exception {
        // tag::sealed
        Codec<List<Task>> tasks = JacksonCodec.of(new TypeReference<List<Task>>() {});

        byte[] bytes = tasks.encode(List.of(
                new Task.Note("buy milk"), new Task.Deadline("taxes", LocalDate.of(2026, 5, 31), Optional.empty())));
        out.println(new String(bytes, UTF_8));
        out.println(tasks.decode(bytes, tasks.version()).get(1));
        // end::sealed
    }

    // tag::user
    record User(String name, boolean active, String password) {}
    // end::user

    static void migration(PrintStream out) {
        // tag::migration
        JacksonCodec<User> users = JacksonCodec.of(User.class)
                .omitting("password")
                .version(3)
                .migrate(1, tree -> {
                    ObjectNode user = (ObjectNode) tree;
                    user.set("name", user.remove("fullName"));
                    return user;
                })
                .migrate(2, tree -> ((ObjectNode) tree).put("active", true));

        out.println(users.decode("{\"fullName\":\"Ann\"}".getBytes(UTF_8), 1));
        out.println(new String(users.encode(new User("Ann", true, "secret")), UTF_8));
        // end::migration
    }
}
