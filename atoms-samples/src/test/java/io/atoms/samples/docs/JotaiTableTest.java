package io.atoms.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of Jotai's exports is complete, and each row leads to a test. */
class JotaiTableTest {
    private static final Path PAGE = Project.ROOT.resolve("docs/reference/jotai.md");

    private static final Pattern EXPORT = Pattern.compile("\\| `([^`]+)` \\|.*");
    private static final Pattern TEST =
            Pattern.compile(".* \\[(\\w+Test)]\\((\\S+/src/test/java/\\S+/(\\w+)\\.java)\\) \\|");

    /** As the packages that the page names export them, types included: section, then its names. */
    private static final Map<String, String> EXPORTS = Map.ofEntries(
            Map.entry(
                    "jotai",
                    "atom Atom WritableAtom PrimitiveAtom createStore getDefaultStore INTERNAL_overrideCreateStore Store Getter"
                            + " Setter SetStateAction ExtractAtomValue ExtractAtomArgs ExtractAtomResult Provider useStore"
                            + " useAtom useAtomValue useAtomValueRaw useAtomValueRawSync useSetAtom"),
            Map.entry(
                    "jotai/utils",
                    "RESET atomWithReset useResetAtom atomWithReducer useReducerAtom atomFamily selectAtom freezeAtom"
                            + " freezeAtomCreator splitAtom atomWithDefault atomWithStorage createJSONStorage"
                            + " unstable_withStorageValidator atomWithObservable loadable unwrap atomWithRefresh"
                            + " atomWithLazy useAtomCallback useHydrateAtoms"),
            Map.entry("jotai/vanilla/internals", "INTERNAL_*"),
            Map.entry("jotai-effect", "atomEffect withAtomEffect observe Effect"),
            Map.entry("jotai-optics", "focusAtom"),
            Map.entry("jotai-immer", "atomWithImmer withImmer useImmerAtom useSetImmerAtom"),
            Map.entry("jotai-history", "withHistory UNDO REDO RESET"),
            Map.entry("jotai-cache", "atomWithCache"),
            Map.entry("jotai-location", "atomWithLocation atomWithHash atomWithSearchParams"),
            Map.entry(
                    "jotai-form",
                    "atomWithValidate validateAtoms atomWithFormControls SyncState AsyncState ActionableNext Options"
                            + " FormControls Validator ValidatorState AtomWithValidation"),
            Map.entry("jotai-derive", "derive soon soonAll"),
            Map.entry("jotai-eager", "eagerAtom isEagerError withPending loadable derive soon soonAll"),
            Map.entry("jotai-family", "atomFamily AtomFamily atomTree"));

    static Stream<String> rows() {
        return Project.lines(PAGE).stream().filter(line -> EXPORT.matcher(line).matches());
    }

    @Test
    void everyExport_hasARow_andNoOtherName() {
        Map<String, List<String>> present = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (String line : Project.lines(PAGE)) {
            Matcher row = EXPORT.matcher(line);
            if (line.startsWith("## ")) {
                names = present.computeIfAbsent(line.substring(3), section -> new ArrayList<>());
            } else if (row.matches()) {
                names.add(row.group(1));
            }
        }
        EXPORTS.forEach((section, expected) ->
                assertThat(present.get(section)).as(section).containsExactlyInAnyOrder(expected.split(" ")));
        present.remove("Members of these");
        assertThat(present.keySet()).isEqualTo(EXPORTS.keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void row_leadsToATest(String row) {
        Matcher link = TEST.matcher(row);
        assertThat(link.matches()).as(row).isTrue();
        assertThat(link.group(1)).isEqualTo(link.group(3));
        assertThat(Files.exists(PAGE.getParent().resolve(link.group(2)).normalize()))
                .as(link.group(2))
                .isTrue();
    }
}
