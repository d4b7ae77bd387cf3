package io.atoms.samples.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class RequestsTest {

    private final Journal journal = new Journal(new PrintStream(OutputStream.nullOutputStream()), () -> 0);

    @Test
    void request_isSentWhenSubscribed_andCountedOnce() {
        FakeService service = FakeService.stubborn();
        Requests requests = new Requests(service, journal);
        var search = requests.search("at");
        assertThat(requests.counts()).isEqualTo(new Requests.Counts(0, 0, 0, 0));

        Disposable first = search.subscribe();
        assertThat(requests.counts().open()).isEqualTo(1);
        first.dispose();
        service.answer(0, "late");
        assertThat(requests.counts()).isEqualTo(new Requests.Counts(1, 0, 0, 1));

        Disposable second = search.subscribe();
        service.answer(1);
        second.dispose();
        search.onErrorComplete().subscribe();
        service.fail(2);
        assertThat(requests.counts()).isEqualTo(new Requests.Counts(3, 1, 1, 1));
        assertThat(requests.counts().open()).isZero();
    }
}
