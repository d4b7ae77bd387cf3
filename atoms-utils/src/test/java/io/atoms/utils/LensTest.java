package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LensTest {
    record Address(String city, @Nullable String street) {
        Address withCity(String other) {
            return new Address(other, street);
        }

        Address withStreet(@Nullable String other) {
            return new Address(city, other);
        }
    }

    record Person(String name, Address address, List<Integer> scores, Map<String, String> phones) {
        Person withAddress(Address other) {
            return new Person(name, other, scores, phones);
        }

        Person withScores(List<Integer> other) {
            return new Person(name, address, other, phones);
        }

        Person withPhones(Map<String, String> other) {
            return new Person(name, address, scores, other);
        }
    }

    private static final Lens<Person, Address> ADDRESS = Lens.of(Person::address, Person::withAddress);
    private static final Lens<Person, List<Integer>> SCORES = Lens.of(Person::scores, Person::withScores);
    private static final Lens<Person, Map<String, String>> PHONES = Lens.of(Person::phones, Person::withPhones);

    private final Person ada = new Person("Ada", new Address("London", null), List.of(1, 2, 3), Map.of("home", "123"));

    @Nested
    class OneComponent {
        @Test
        void get_givesThePart() {
            assertThat(ADDRESS.get(ada)).isEqualTo(new Address("London", null));
        }

        @Test
        void set_replacesThePartAndNothingElse() {
            Person moved = ADDRESS.set(ada, new Address("Paris", "Rue X"));

            assertThat(moved.address().city()).isEqualTo("Paris");
            assertThat(moved.name()).isEqualTo("Ada");
            assertThat(moved.scores()).isSameAs(ada.scores());
        }

        @Test
        void laws_hold() {
            Address paris = new Address("Paris", null);
            assertThat(ADDRESS.get(ADDRESS.set(ada, paris))).isEqualTo(paris);
            assertThat(ADDRESS.set(ada, ADDRESS.get(ada))).isEqualTo(ada);
        }

        @Test
        void part_mayBeNull() {
            Lens<Address, @Nullable String> street = Lens.of(Address::street, Address::withStreet);

            assertThat(street.get(ada.address())).isNull();
            assertThat(street.set(street.set(ada.address(), "x"), null).street())
                    .isNull();
        }

        @Test
        void of_null_isRefused() {
            assertThatThrownBy(() -> Lens.<Person, Address>of(null, Person::withAddress))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("getter");
            assertThatThrownBy(() -> Lens.<Person, Address>of(Person::address, null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("wither");
        }
    }

    @Nested
    class Composed {
        @Test
        void thenLens_reachesThePartOfThePart() {
            Lens<Person, String> city = ADDRESS.then(Lens.of(Address::city, Address::withCity));

            assertThat(city.get(ada)).isEqualTo("London");
            assertThat(city.set(ada, "Rome").address()).isEqualTo(new Address("Rome", null));
        }

        @Test
        void thenPrism_mayLackIt() {
            Prism<Person, String> home = PHONES.then(Prism.<String, String>key("home"));
            Prism<Person, String> work = PHONES.then(Prism.<String, String>key("work"));

            assertThat(home.find(ada)).isEqualTo("123");
            assertThat(work.find(ada)).isNull();
            assertThat(work.set(ada, "9").phones()).containsEntry("home", "123").containsEntry("work", "9");
        }

        @Test
        void thenTraversal_reachesAll() {
            Traversal<Person, Integer> scores = SCORES.then(Traversal.<Integer>elements());

            assertThat(scores.all(ada)).containsExactly(1, 2, 3);
            assertThat(scores.modify(ada, n -> n * 10).scores()).containsExactly(10, 20, 30);
        }
    }
}
