package io.atoms.utils.storage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests of codecs store. Public, because Jackson, another module, makes instances of it. */
public interface CodecTypes {
    record User(String name, int age, Optional<String> mail) {}

    record Account(User user, String password, int logins, Optional<String> hint) {}

    enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "RED";
            }
        }
    }

    record Times(
            Instant instant,
            LocalDate date,
            LocalTime time,
            LocalDateTime dateTime,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration duration,
            Period period,
            Year year,
            YearMonth yearMonth,
            MonthDay monthDay,
            ZoneId zone) {}

    record Others(
            BigDecimal decimal,
            BigInteger integer,
            double real,
            float single,
            long whole,
            char letter,
            UUID uuid,
            URI uri,
            OptionalInt number,
            Colour colour,
            Map<Colour, List<Integer>> map) {}

    // sealed types

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    @JsonTypeName("box")
    record Box(double width, double height) implements Shape {}

    /** No component at all. */
    record Nothing() implements Shape {}

    sealed interface Group extends Shape {}

    record Pair(Shape left, Shape right) implements Group {}

    record Many(List<Shape> shapes, Map<String, Shape> named, Optional<Shape> main) implements Group {}

    enum Fixed implements Shape {
        DOT,
        LINE {
            @Override
            public String toString() {
                return "a line";
            }
        }
    }

    record Drawing(String title, Shape shape, Group group, Circle circle, Fixed fixed) {}

    sealed interface Result<T> {}

    record Ok<T>(T value) implements Result<T> {}

    record Failed<T>(String why, List<Result<T>> causes) implements Result<T> {}

    sealed class Animal {
        public String name = "";

        public Animal() {}

        @Override
        public boolean equals(Object other) {
            return other != null && other.getClass() == getClass() && ((Animal) other).name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    final class Dog extends Animal {
        public Dog() {}
    }

    non-sealed class Cat extends Animal {
        public Cat() {}
    }

    class Lion extends Cat {
        public Lion() {}
    }

    interface First {
        record Same() implements Clash {}
    }

    interface Second {
        record Same() implements Clash {}
    }

    sealed interface Clash permits First.Same, Second.Same {}

    record HasClash(List<Clash> clashes) {}

    sealed interface Taken {}

    record TakesName(@JsonProperty("@type") String type) implements Taken {}

    // types with annotations of their own

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Car.class, name = "car"), @JsonSubTypes.Type(value = Bike.class)})
    interface Vehicle {}

    record Car(int seats) implements Vehicle {}

    @JsonTypeName("bike")
    record Bike() implements Vehicle {}

    sealed interface Id {
        @JsonValue
        String text();

        @JsonCreator
        static Id of(String text) {
            return new PlainId(text);
        }
    }

    record PlainId(String text) implements Id {}

    record HasId(Id id) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface ByClass {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
    abstract class ByMinimalClass {
        protected ByMinimalClass() {}
    }

    record HasByClass(List<ByClass> items) {}

    record ObjectByClass(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object item) {}

    /** Counts how often it was made. */
    class Gadget {
        public static final AtomicInteger MADE = new AtomicInteger();

        public String command = "";

        public Gadget() {
            MADE.incrementAndGet();
        }
    }

    // types that can't be stored

    interface Open {}

    record HasOpen(String name, Map<String, List<Optional<Open>>> open) {}

    class NoConstructor {
        public final int value;

        public NoConstructor(int value, String ignored) {
            this.value = value;
        }
    }

    record Point(int x, int y) {}

    record TextKey(String text) {}

    record GoodKey(@JsonValue String text) {
        @JsonCreator
        public static GoodKey of(String text) {
            return new GoodKey(text);
        }
    }

    record Node(int value, Node next) {}

    class Cycle {
        public Cycle self;

        public Cycle() {}
    }
}
