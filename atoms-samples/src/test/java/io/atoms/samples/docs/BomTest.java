package io.atoms.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The BOM has no parent; so what it shares with the build is compared here. */
class BomTest {
    private static final String MANAGED = "/project/dependencyManagement/dependencies/dependency[groupId='io.atoms']";

    private final Document bom = pom("atoms-bom");
    private final Document parent = pom("");

    private static Document pom(String module) {
        Path file = Project.ROOT.resolve(module).resolve("pom.xml");
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        } catch (Exception e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static List<String> texts(Document pom, String path) {
        try {
            NodeList nodes =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent().strip());
            }
            return texts;
        } catch (Exception e) {
            throw new AssertionError(path, e);
        }
    }

    /** The versions of the plugins by their names. */
    private static Map<String, String> plugins(Document pom) {
        List<String> names = texts(pom, "//plugin[version]/artifactId");
        List<String> versions = texts(pom, "//plugin[version]/version");
        Map<String, String> plugins = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            plugins.put(names.get(i), versions.get(i));
        }
        return plugins;
    }

    @Test
    void bom_managesTheModulesThatArePublished_andNothingElse() {
        List<String> published = texts(parent, "/project/modules/module").stream()
                .filter(module -> !module.equals("atoms-bom"))
                .filter(module -> texts(pom(module), "/project/properties/maven.install.skip")
                        .isEmpty())
                .toList();

        assertThat(published).contains("atoms-core");
        assertThat(texts(bom, MANAGED + "/artifactId")).containsExactlyInAnyOrderElementsOf(published);
        assertThat(texts(bom, "//dependency/artifactId")).hasSameSizeAs(published);
        assertThat(texts(parent, MANAGED + "/artifactId")).containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void versions_areThoseOfTheParent() {
        assertThat(texts(bom, "/project/version")).isEqualTo(texts(parent, "/project/version"));
        assertThat(new TreeSet<>(texts(bom, MANAGED + "/version"))).containsExactly("${project.version}");
        assertThat(plugins(bom)).isNotEmpty();
        assertThat(plugins(parent)).containsAllEntriesOf(plugins(bom));
    }

    @Test
    void bom_hasNoParent() {
        assertThat(texts(bom, "/project/parent")).isEmpty();
    }
}
