package io.atoms.samples.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The examples in the Javadoc of the public types, which mirror regions of the class of snippets of that name. */
final class JavadocExamples {
    static final String CLASS = "JavadocExamples";

    private JavadocExamples() {}

    /** The example of each public type that has one, by the simple name of the type. */
    static Map<String, String> texts() {
        Map<String, String> examples = new LinkedHashMap<>();
        for (Path file : Project.files(Project.API, ".java")) {
            List<String> example = example(Project.lines(file));
            if (!example.isEmpty()) {
                examples.put(file.getFileName().toString().replace(".java", ""), Snippets.dedent(example));
            }
        }
        return examples;
    }

    private static List<String> example(List<String> lines) {
        List<String> example = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            String text = line.replaceFirst("^\\s*\\* ?", "");
            if (text.startsWith("<pre>{@code")) {
                inside = true;
            } else if (text.equals("}</pre>")) {
                inside = false;
            } else if (inside) {
                example.add(text);
            }
        }
        return example;
    }

    static String region(String type) {
        return Character.toLowerCase(type.charAt(0)) + type.substring(1);
    }

    static List<String> regions() {
        return texts().keySet().stream().map(type -> CLASS + "#" + region(type)).toList();
    }
}
