package io.atoms.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotificationTest {
    @Test
    void text_isNameAndValue() {
        assertThat(new Notification<>("count", 3, 1, 2, null)).hasToString("count 2");
        assertThat(new Notification<>("count", 3, "x", null, null)).hasToString("count null");
        assertThat(new Notification<>("count", 3, null, null, new IllegalStateException("boom")))
                .hasToString("count failed: java.lang.IllegalStateException: boom");
    }
}
