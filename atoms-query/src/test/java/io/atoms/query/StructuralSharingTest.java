package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StructuralSharingTest {
    private final StructuralSharing elements = StructuralSharing.elements();
    private final StructuralSharing deep = StructuralSharing.deep();

    record Address(String city) {}

    record User(String name, Address address, List<String> roles) {}

    record Strict(int low, int high, List<String> notes) {
        Strict {
            if (notes.contains("refuse") && notes.size() > 1) {
                throw new IllegalArgumentException("never rebuilt");
            }
        }
    }

    private static User user(String name, String city) {
        return new User(name, new Address(city), new ArrayList<>(List.of("a", "b")));
    }

    @Test
    void equalData_keepsItsIdentity() {
        User before = user("Ann", "Bern");
        assertThat(elements.share(before, user("Ann", "Bern"))).isSameAs(before);
        assertThat(StructuralSharing.none().share(before, user("Ann", "Bern"))).isNotSameAs(before);
    }

    @Test
    void lists_keepEqualElements() {
        List<User> before = List.of(user("Ann", "Bern"), user("Bob", "Bonn"));
        List<User> now = List.of(user("Ann", "Bern"), user("Bob", "Rome"), user("Cid", "Oslo"));
        List<User> shared = elements.share(before, now);
        assertThat(shared).isEqualTo(now);
        assertThat(shared.get(0)).isSameAs(before.get(0));
        assertThat(shared.get(1)).isSameAs(now.get(1));
        List<User> other = List.of(user("Dan", "Kiel"));
        assertThat(elements.share(before, other)).isSameAs(other);
    }

    @Test
    void sets_andMaps_keepEqualElements() {
        User ann = user("Ann", "Bern");
        Set<User> set = elements.share(Set.of(ann), Set.of(user("Ann", "Bern"), user("Bob", "Bonn")));
        assertThat(set).hasSize(2).anyMatch(each -> each == ann);
        Map<String, User> map =
                elements.share(Map.of("ann", ann), Map.of("ann", user("Ann", "Bern"), "bob", user("Bob", "Bonn")));
        assertThat(map).hasSize(2);
        assertThat(map.get("ann")).isSameAs(ann);
    }

    @Test
    void nulls_areElementsToo() {
        List<String> before = Arrays.asList("a", null);
        List<String> now = Arrays.asList(new String("a"), null, "b");
        List<String> shared = elements.share(before, now);
        assertThat(shared).containsExactly("a", null, "b");
        assertThat(shared.get(0)).isSameAs(before.get(0));
    }

    @Test
    void records_keepEqualComponents_ifDeep() {
        User before = user("Ann", "Bern");
        User now = user("Eve", "Bern");
        assertThat(elements.share(before, now)).isSameAs(now);
        User shared = deep.share(before, now);
        assertThat(shared).isEqualTo(now);
        assertThat(shared.address()).isSameAs(before.address());
        assertThat(shared.roles()).isSameAs(before.roles());
    }

    @Test
    void recordsInLists_keepEqualComponents_ifDeep() {
        List<User> before = List.of(user("Ann", "Bern"));
        List<User> shared = deep.share(before, List.of(user("Ann", "Rome")));
        assertThat(shared.get(0).roles()).isSameAs(before.get(0).roles());
        assertThat(shared.get(0).address().city()).isEqualTo("Rome");
    }

    @Test
    void aRecordThatRefuses_isTakenAsItIs() {
        Strict before = new Strict(1, 2, List.of("refuse"));
        Strict now = new Strict(1, 3, new ArrayList<>(List.of("refuse")));
        assertThat(deep.share(before, now)).isEqualTo(now);
        assertThat(deep.share(Optional.of(before), Optional.of(now))).contains(now);
    }

    @Test
    void dataOfAnotherType_isTakenAsItIs() {
        Object now = List.of(1);
        assertThat(elements.<Object>share("text", now)).isSameAs(now);
        assertThat(deep.<Object>share(new Address("Bern"), user("Ann", "Bern"))).isEqualTo(user("Ann", "Bern"));
    }

    @Test
    void cyclicData_isAnErrorOfTheFetch_notOfTheCache() {
        assertThatThrownBy(() -> elements.share(cyclic(1), cyclic(2))).isInstanceOf(StackOverflowError.class);
        try (Clients it = new Clients()) {
            ListKey<List<Object>> key = ListKey.of("cyclic");
            it.client.setQueryData(key, List.of());
            Clients.Results<List<Object>> results = it.observe(QueryOptions.<List<Object>>of(
                            key, context -> reactor.core.publisher.Mono.fromSupplier(() -> cyclic(1)))
                    .structuralSharing(StructuralSharing.none()));
            assertThat(it.client.getQueryData(key).orElseThrow()).hasSize(2);
            assertThat(results.all).isNotEmpty();
        }
    }

    private static List<Object> cyclic(int n) {
        List<Object> list = new ArrayList<>();
        list.add(list);
        list.add(n);
        return list;
    }

    @Test
    void deepData_isSharedToACertainDepth() {
        Object before = nested(400, 1);
        Object now = nested(400, 1);
        assertThat(elements.share(List.of(before, 1), List.of(now, 2)).get(0)).isSameAs(before);
        assertThat(elements.share(nested(600, 1), nested(600, 2))).isEqualTo(nested(600, 2));
    }

    private static Object nested(int depth, Object leaf) {
        Object value = leaf;
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }
}
